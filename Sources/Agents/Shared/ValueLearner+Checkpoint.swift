import Persistence
import RLCore
import Tensors

/// What checkpoints of agents with values of discrete choices hold.
///
/// Everything is read before anything is written, so that a bad archive changes nothing. Settings are never restored: they
/// are those of the agent that reads.
extension ValueLearner {
  /// Adds the weights; for training also the older self, Adam's moments, the clock and all experience.
  func add(_ content: CheckpointContent, to archive: inout TensorArchive) throws(ArchiveError) {
    archive.add(parameters, layout: layout)
    guard content == .training else { return }
    archive.add(targetParameters, layout: layout, prefix: "target.")
    archive.add(optimizer, as: "adam")
    try archive.add(frozen: frozen.names)
    archive.add(replay)
    try archive.encode(clock, as: "clock")
    try archive.add(recorder.defect)
  }

  /// Takes over what ``add(_:to:)`` gave.
  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    let values = try archive.parameters(layout)
    guard content == .training else {
      parameters.take(values)
      targetParameters.take(values)
      replay.interrupt()
      return
    }
    let targets = try archive.parameters(layout, prefix: "target.")
    let moments = try archive.adam("adam", count: layout.count)
    let experience = try archive.replay(for: replay)
    let clock = try archive.decode(LearningClock.self, from: "clock")
    let defect = try archive.defect()
    let frozen = try archive.frozenNames(of: [self])
    guard (0...TensorArchive.largestCount).contains(clock.steps), (0...1).contains(clock.fraction) else {
      throw ArchiveError("entry clock must be a count and a share, was \(clock.steps) and \(clock.fraction)")
    }
    parameters.take(values)
    targetParameters.take(targets)
    moments.restore(to: &optimizer)
    [self].restoreFrozen(frozen)
    experience.restore(to: replay)
    self.clock = clock
    recorder.restore(defect)
  }
}
