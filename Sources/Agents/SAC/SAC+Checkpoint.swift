import Persistence
import RLCore
import Tensors

/// What a checkpoint holds: the policy to act; to resume training also critics, their targets, optimisers, the
/// temperature and the whole replay buffer.
extension SAC {
  /// Archives the policy, or everything that training needs to resume bit for bit.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = try TensorArchive(
      of: SACRecipe.id, content, policy: blueprint,
      for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    actor.add(content, to: &archive)
    critics.learner.add(content, to: &archive)
    try archive.addFrozen(of: learners)
    weight.add(to: &archive)
    if let noise = explorer.noise {
      archive.add(.init(name: "noise.functions", shape: [noise.matrices.count], values: noise.matrices))
      archive.metadata["noise.steps"] = String(explorer.steps)
    }
    archive.metadata["gradientSteps"] = String(gradientSteps)
    try archive.add(experience)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.require(
      SACRecipe.id, policy: blueprint, for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let policy = try actor.state(content, from: archive)
    if content == .training {
      let critics = try self.critics.learner.state(content, from: archive)
      let temperature = try weight.state(from: archive)
      let frozen = try archive.frozenNames(of: learners)
      let functions = try functions(from: archive)
      let steps = try archive.count("gradientSteps")
      let experience = try archive.experience(like: self.experience)
      learners.restoreFrozen(frozen)
      self.critics.learner.restore(critics)
      if let temperature { weight.restore(temperature) }
      if let functions { explorer.restore(steps: functions.steps, matrices: functions.matrices) }
      gradientSteps = steps
      experience.restore(to: &self.experience)
    }
    actor.restore(policy)
  }
  /// The functions of state-dependent noise, where there is such; none before the first was drawn.
  private func functions(from archive: TensorArchive) throws(ArchiveError) -> (steps: Int, matrices: [Float])? {
    guard let noise = explorer.noise else { return nil }
    let steps = try archive.count("noise.steps")
    let count = experience.environments * noise.logDeviations.count
    let isDrawn = archive.tensors.first { $0.name == "noise.functions" }?.shape != [0]
    return (steps, try archive.tensor("noise.functions", shape: [isDrawn ? count : 0]))
  }
}
