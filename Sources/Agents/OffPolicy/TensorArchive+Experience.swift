import Persistence

/// What an agent remembers, as a checkpoint holds it.
struct ExperienceState {
  let steps: Int

  func restore(to experience: inout Experience) { experience.restore(steps: steps) }
}

extension TensorArchive {
  /// Adds a replay buffer and the count of steps.
  mutating func add(_ experience: Experience) throws(ArchiveError) {
    metadata["experience.steps"] = String(experience.steps)
  }

  /// A replay buffer of the same shape.
  func experience(like experience: Experience) throws(ArchiveError) -> ExperienceState {
    ExperienceState(steps: try count("experience.steps"))
  }
}
