import Persistence

/// What an agent remembers, as a checkpoint holds it.
struct ExperienceState {
  let steps: Int
  let replay: ReplayState

  func restore(to experience: inout Experience) {
    replay.restore(to: experience.replay)
    experience.restore(steps: steps)
  }
}

extension TensorArchive {
  /// Adds a replay buffer and the count of steps.
  mutating func add(_ experience: Experience) {
    metadata["experience.steps"] = String(experience.steps)
    add(experience.replay)
  }

  /// A replay buffer of the same shape.
  func experience(like experience: Experience) throws(ArchiveError) -> ExperienceState {
    ExperienceState(steps: try count("experience.steps"), replay: try replay(for: experience.replay))
  }
}
