import Persistence
import RLCore

extension DQN {
  /// Weights; for training also the target network, Adam's moments, the clock and the replay buffer.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = try TensorArchive(
      of: DQNRecipe.id, content, policy: policy,
      for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    try learner.add(content, to: &archive)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.require(
      DQNRecipe.id, policy: policy, for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    try learner.restore(content, from: archive)
  }
}
