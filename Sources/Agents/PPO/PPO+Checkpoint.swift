import Persistence
import RLCore

/// What a checkpoint holds. Right after an update the rollout is empty, so that a training checkpoint taken there needs
/// weights, moments and statistics, and no experience. One taken within a rollout holds the steps recorded so far:
/// environments that stand where they stood go on with it bit for bit, and where they begin new episodes instead it is
/// dropped with the next step, as after any reset from outside.
///
/// Settings are never restored: learning rate, discount, clip range and all others are those of the agent that reads.
extension PPO {
  /// Weights and the observation normaliser; for training also Adam's moments, the return normaliser and the unfinished
  /// rollout.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = try TensorArchive(of: PPORecipe<ActionType>.id, content, policy: policy, for: actor.model.spaces)
    learner.add(content, to: &archive)
    try intake.write(content, to: &archive)
    try archive.addFrozen(of: learners)
    archive.add(rollout, noise: distribution.lastingNoise)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  ///
  /// An unfinished rollout of another ``PPOConfiguration/rolloutSteps`` is left aside, and a new one begins.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.require(PPORecipe<ActionType>.id, policy: policy, for: actor.model.spaces)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let state = try learner.state(content, from: archive)
    let frozen = content == .training ? try archive.frozenNames(of: learners) : nil
    let intake = try self.intake.reading(content, from: archive)
    let noiseCount = distribution.lastingNoiseCount(environments: rollout.environments)
    let unfinished = content == .training ? try archive.rollout(for: rollout, noiseCount: noiseCount) : nil
    if let frozen { learners.restoreFrozen(frozen) }
    learner.restore(state)
    self.intake = intake
    rollout.restore(unfinished)
    if let unfinished { actor.distribution.restoreLastingNoise(unfinished.noise) }
  }
}
