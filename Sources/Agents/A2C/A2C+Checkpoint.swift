import Persistence
import RLCore

/// What a checkpoint holds. Right after an update the rollout is empty, so that a training checkpoint taken there needs
/// weights, the optimiser's state and statistics. One taken within a rollout holds the steps recorded so far.
///
/// Settings are never restored: they are those of the agent that reads.
extension A2C {
  /// Weights and the observation normaliser; for training also the optimiser's state, the return normaliser and the
  /// unfinished rollout.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = try TensorArchive(of: A2CRecipe<ActionType>.id, content, policy: policy, for: actor.model.spaces)
    learner.add(content, to: &archive)
    try intake.write(content, to: &archive)
    try archive.addFrozen(of: learners)
    archive.add(rollout, noise: actor.distribution.lastingNoise)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  ///
  /// An unfinished rollout of another ``A2CConfiguration/rolloutSteps`` is left aside, and a new one begins.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.require(A2CRecipe<ActionType>.id, policy: policy, for: actor.model.spaces)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let state = try learner.state(content, from: archive)
    let frozen = content == .training ? try archive.frozenNames(of: learners) : nil
    let intake = try self.intake.reading(content, from: archive)
    let noiseCount = actor.distribution.lastingNoiseCount(environments: rollout.environments)
    let unfinished = content == .training ? try archive.rollout(for: rollout, noiseCount: noiseCount) : nil
    if let frozen { learners.restoreFrozen(frozen) }
    learner.restore(state)
    self.intake = intake
    rollout.restore(unfinished)
    if let unfinished { actor.distribution.restoreLastingNoise(unfinished.noise) }
  }
}
