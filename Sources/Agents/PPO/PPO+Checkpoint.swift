import Persistence
import RLCore
import Tensors

/// What a checkpoint holds. Between two updates the rollout is empty, so that a training checkpoint taken there needs
/// weights, moments and statistics, and no experience. One taken within a rollout leaves the unfinished rollout out:
/// whoever goes on from it starts with new episodes, to which the old steps do not lead.
extension PPO {
  /// Weights and the observation normaliser; for training also Adam's moments and the return normaliser.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = try TensorArchive(of: "ppo", content, observations: observationSpace, actions: actionSpace)
    archive.add(parameters, layout: layout)
    try intake.write(content, to: &archive)
    if content == .training { archive.add(optimizer, as: "adam") }
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.requireTask(of: "ppo", observations: observationSpace, actions: actionSpace)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let values = try archive.parameters(layout)
    let moments = content == .training ? try archive.adam("adam", count: layout.count) : nil
    let intake = try self.intake.reading(content, from: archive)
    moments?.restore(to: &optimizer)
    parameters.take(values)
    self.intake = intake
    rollout.clear()
  }
}
