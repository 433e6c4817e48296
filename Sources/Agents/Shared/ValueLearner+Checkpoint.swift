import Persistence
import RLCore
import Tensors

/// What checkpoints of agents with values of discrete choices hold.
///
/// Everything is read before anything is written, so that a bad archive changes nothing. Settings are never restored: they
/// are those of the agent that reads.
extension ValueLearner {
  /// Adds the weights; for training also the target network, Adam's moments, the clock and all experience.
  func add(_ content: CheckpointContent, to archive: inout TensorArchive) throws(ArchiveError) {
    weights.add(content, to: &archive)
    guard content == .training else { return }
    try archive.addFrozen(of: [weights])
    archive.add(replay)
    try archive.encode(clock, as: "clock")
    try archive.add(recorder.defect)
  }

  /// Takes over what ``add(_:to:)`` gave.
  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    let state = try weights.state(content, from: archive)
    guard content == .training else {
      weights.restore(state)
      replay.interrupt()
      return
    }
    let experience = try archive.replay(for: replay)
    let clock = try archive.decode(LearningClock.self, from: "clock")
    let defect = try archive.defect()
    let frozen = try archive.frozenNames(of: [weights])
    guard (0...TensorArchive.largestCount).contains(clock.steps), (0...1).contains(clock.fraction) else {
      throw ArchiveError("entry clock must be a count and a share, was \(clock.steps) and \(clock.fraction)")
    }
    weights.restore(state)
    [weights].restoreFrozen(frozen)
    experience.restore(to: replay)
    self.clock = clock
    recorder.restore(defect)
  }
}
