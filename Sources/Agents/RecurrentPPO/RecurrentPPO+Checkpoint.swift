import Persistence
import RLCore

/// What a checkpoint holds. As with PPO, an unfinished rollout is kept, here with what the policy remembered where each
/// sequence begins; so is what policy and value remember of the environments, for environments that go on where they
/// stood. What the agent remembers of rows that it exploits is forgotten: an evaluation begins with new episodes.
///
/// Settings are never restored: they are those of the agent that reads.
extension RecurrentPPO {
  private static var id: AgentID { RecurrentPPORecipe<ActionType>.id }

  /// Weights and the observation normaliser; for training also Adam's moments, the return normaliser, the memory and the
  /// unfinished rollout.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = try TensorArchive(of: Self.id, content, policy: policy, for: runner.model.spaces)
    learner.add(content, to: &archive)
    try intake.write(content, to: &archive)
    try archive.addFrozen(of: learners)
    for (name, state) in [("memory.policy", policyState), ("memory.value", valueState)] {
      archive.add(.init(name: name, shape: [state.rows, state.width], values: state.values))
    }
    archive.add(rollout, noise: objective.distribution.lastingNoise)
    archive.add(memory, filled: rollout.filled)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  ///
  /// An unfinished rollout of another ``RecurrentPPOConfiguration/rolloutSteps`` or
  /// ``RecurrentPPOConfiguration/sequenceLength`` is left aside, and a new one begins.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.require(Self.id, policy: policy, for: runner.model.spaces)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let state = try learner.state(content, from: archive)
    var (policy, value) = (
      makeState(rows: policyState.rows), RecurrentState(rows: valueState.rows, width: valueState.width)
    )
    if content == .training {
      policy.values = try archive.tensor("memory.policy", shape: [policy.rows, policy.width])
      value.values = try archive.tensor("memory.value", shape: [value.rows, value.width])
    }
    let frozen = content == .training ? try archive.frozenNames(of: learners) : nil
    let intake = try self.intake.reading(content, from: archive)
    let noiseCount = objective.distribution.lastingNoiseCount(environments: rollout.environments)
    let unfinished = content == .training ? try archive.rollout(for: rollout, noiseCount: noiseCount) : nil
    let remembered = try unfinished.flatMap { state throws(ArchiveError) in
      try archive.rolloutMemory(for: memory, filled: state.filled)
    }
    if let frozen { learners.restoreFrozen(frozen) }
    learner.restore(state)
    self.intake = intake
    (policyState, valueState) = (policy, value)
    runner.forget()
    guard content == .training && archive.hasRollout else { return rollout.clear() }
    guard let unfinished, let remembered else { return forgetRollout() }
    rollout.restore(unfinished)
    objective.distribution.restoreLastingNoise(unfinished.noise)
    memory.restore(remembered)
  }
}
