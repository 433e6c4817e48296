import Persistence
import RLCore
import Tensors

/// What TD3 and DDPG keep in a checkpoint.
struct DeterministicParts {
  let policy: DeterministicActor
  let critics: Critics
  var explorer: NoisyExplorer
  var experience: Experience
  var gradientSteps: Int

  var groups: [any ParameterGroup] { [policy, critics] }
}

extension TensorArchive {
  /// Adds the policy; for training also everything else.
  mutating func add(_ parts: DeterministicParts, _ content: CheckpointContent) throws(ArchiveError) {
    let actor = parts.policy.actor
    add(actor.parameters, layout: actor.layout)
    guard content == .training else { return }
    add(actor.optimizer, as: "actor.adam")
    add(parts.policy.targets, layout: actor.layout, prefix: "target.")
    add(parts.critics)
    try add(frozen: parts.groups.frozenNames)
    let noise = parts.explorer.process.state
    add(Tensor(name: "noise", shape: [noise.count], values: noise))
    metadata["gradientSteps"] = String(parts.gradientSteps)
    try add(parts.experience)
  }

  /// Takes over what was added; nothing changes where it does not fit.
  func restore(_ content: CheckpointContent, to parts: inout DeterministicParts) throws(ArchiveError) {
    let actor = parts.policy.actor
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let policy = try parameters(actor.layout)
    if content == .training {
      let moments = try adam("actor.adam", count: actor.layout.count)
      let targets = try parameters(actor.layout, prefix: "target.")
      let critics = try self.critics(like: parts.critics)
      let noise = try tensor("noise", shape: [parts.explorer.process.state.count])
      let frozen = try frozenNames(of: parts.groups)
      let steps = try count("gradientSteps")
      let experience = try self.experience(like: parts.experience)
      parts.groups.restoreFrozen(frozen)
      moments.restore(to: &actor.optimizer)
      parts.policy.targets.take(targets)
      critics.restore(to: parts.critics)
      parts.explorer.restore(noise)
      parts.gradientSteps = steps
      experience.restore(to: &parts.experience)
    } else {
      // A policy from elsewhere is its own older self.
      parts.policy.targets.take(policy)
    }
    actor.parameters.take(policy)
  }
}
