import Persistence
import RLCore
import Tensors

/// What a checkpoint of TD3 and DDPG holds: the policy to act; to resume training also critics, targets, optimisers, the
/// noise and the whole replay buffer.
extension DeterministicLearner {
  /// Adds the policy; for training also everything else.
  func add(_ content: CheckpointContent, to archive: inout TensorArchive) throws(ArchiveError) {
    policy.learner.add(content, to: &archive)
    guard content == .training else { return }
    critics.learner.add(content, to: &archive)
    try archive.addFrozen(of: learners)
    let noise = explorer.process.state
    archive.add(.init(name: "noise", shape: [noise.count], values: noise))
    archive.metadata["gradientSteps"] = String(gradientSteps)
    try archive.add(experience)
  }

  /// Takes over what was added; nothing changes where it does not fit.
  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let policy = try self.policy.learner.state(content, from: archive)
    if content == .training {
      let critics = try self.critics.learner.state(content, from: archive)
      let noise = try archive.tensor("noise", shape: [explorer.process.state.count])
      let frozen = try archive.frozenNames(of: learners)
      let steps = try archive.count("gradientSteps")
      let experience = try archive.experience(like: self.experience)
      learners.restoreFrozen(frozen)
      self.critics.learner.restore(critics)
      explorer.restore(noise)
      gradientSteps = steps
      experience.restore(to: &self.experience)
    }
    self.policy.learner.restore(policy)
  }
}
