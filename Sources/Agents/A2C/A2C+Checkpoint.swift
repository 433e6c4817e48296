import Persistence
import RLCore
import Tensors

/// What a checkpoint holds. Between two updates the rollout is empty, so that a training checkpoint taken there needs
/// weights, the optimiser's state and statistics. One taken within a rollout leaves the unfinished rollout out.
extension A2C {
  /// Weights and the observation normaliser; for training also the optimiser's state and the return normaliser.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = try TensorArchive(of: "a2c", content, observations: observationSpace, actions: actionSpace)
    archive.add(parameters, layout: layout)
    try intake.write(content, to: &archive)
    if content == .training { optimizer.add(to: &archive) }
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.requireTask(of: "a2c", observations: observationSpace, actions: actionSpace)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let values = try archive.parameters(layout)
    let state = content == .training ? try optimizer.reading(from: archive, count: layout.count) : nil
    let intake = try self.intake.reading(content, from: archive)
    if let state { optimizer.restore(state) }
    parameters.take(values)
    self.intake = intake
    rollout.clear()
  }
}
