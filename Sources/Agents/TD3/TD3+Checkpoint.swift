import Persistence
import RLCore

/// What a checkpoint holds: the policy to act; to go on training also critics, targets, optimisers, the noise and the
/// whole replay buffer.
extension TD3 {
  /// Archives the policy, or everything that training needs to go on bit for bit.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = try TensorArchive(of: TD3Recipe.id, content, observations: observationSpace, actions: actionSpace)
    try archive.add(
      DeterministicParts(
        policy: policy, critics: critics, explorer: explorer, experience: experience, gradientSteps: gradientSteps),
      content)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.requireTask(of: TD3Recipe.id, observations: observationSpace, actions: actionSpace)
    var parts = DeterministicParts(
      policy: policy, critics: critics, explorer: explorer, experience: experience, gradientSteps: gradientSteps)
    try archive.restore(content, to: &parts)
    (explorer, experience, gradientSteps) = (parts.explorer, parts.experience, parts.gradientSteps)
  }
}
