import Persistence
import RLCore

/// What an agent remembers, as a checkpoint holds it.
struct ExperienceState {
  let steps: Int
  /// Steps that no update has been asked about; none between two steps of training.
  let added: Int
  let defect: NumberInspection.Defect?
  let replay: ReplayState

  func restore(to experience: inout Experience) {
    replay.restore(to: experience.replay)
    experience.restore(steps: steps, added: added, defect: defect)
  }
}

extension TensorArchive {
  private static let addedKey = "experience.added"

  /// Adds a replay buffer and the counts of steps.
  mutating func add(_ experience: Experience) throws(ArchiveError) {
    metadata["experience.steps"] = String(experience.steps)
    if experience.added > 0 { metadata[Self.addedKey] = String(experience.added) }
    try add(experience.defect)
    add(experience.replay)
  }

  /// A replay buffer of the same shape.
  func experience(like experience: Experience) throws(ArchiveError) -> ExperienceState {
    ExperienceState(
      steps: try count("experience.steps"), added: metadata[Self.addedKey] == nil ? 0 : try count(Self.addedKey),
      defect: try defect(), replay: try replay(for: experience.replay))
  }
}
