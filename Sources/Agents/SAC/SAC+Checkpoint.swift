import Persistence
import RLCore
import Tensors

/// What a checkpoint holds: the policy to act; to go on training also critics, their targets, optimisers, the
/// temperature and the whole replay buffer.
extension SAC {
  /// Archives the policy, or everything that training needs to go on bit for bit.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    var archive = try TensorArchive(of: SACRecipe.id, content, observations: observationSpace, actions: actionSpace)
    archive.add(actor.parameters, layout: actor.layout)
    guard content == .training else { return archive }
    archive.add(actor.optimizer, as: "actor.adam")
    archive.add(critics)
    try archive.add(frozen: frozenParameterNames)
    if let learned = weight.learned {
      archive.add(.init(name: "temperature.logarithm", shape: [1], values: learned.logarithm.array))
      archive.add(learned.optimizer, as: "temperature.adam")
    }
    if let noise = explorer.noise {
      archive.add(.init(name: "noise.functions", shape: [noise.matrices.count], values: noise.matrices))
      archive.metadata["noise.steps"] = String(explorer.steps)
    }
    archive.metadata["gradientSteps"] = String(gradientSteps)
    try archive.add(experience)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.requireTask(of: SACRecipe.id, observations: observationSpace, actions: actionSpace)
    // Everything is read before anything is written, so that a bad archive changes nothing.
    let policy = try archive.parameters(actor.layout)
    if content == .training {
      let moments = try archive.adam("actor.adam", count: actor.layout.count)
      let critics = try archive.critics(like: self.critics)
      var temperature: (logarithm: Float, state: AdamState)?
      if weight.learned != nil {
        let state = try archive.adam("temperature.adam", count: 1)
        temperature = (try archive.tensor("temperature.logarithm", shape: [1])[0], state)
      }
      let frozen = try archive.frozenNames(of: parameterGroups)
      let functions = try functions(from: archive)
      let steps = try archive.count("gradientSteps")
      let experience = try archive.experience(like: self.experience)
      parameterGroups.restoreFrozen(frozen)
      moments.restore(to: &actor.optimizer)
      critics.restore(to: self.critics)
      if let temperature { weight.restore(logarithm: temperature.logarithm, temperature.state) }
      if let functions { explorer.restore(steps: functions.steps, matrices: functions.matrices) }
      gradientSteps = steps
      experience.restore(to: &self.experience)
    }
    actor.parameters.take(policy)
  }
  /// The functions of state-dependent noise, where there is such; none before the first was drawn.
  private func functions(from archive: TensorArchive) throws(ArchiveError) -> (steps: Int, matrices: [Float])? {
    guard let noise = explorer.noise else { return nil }
    let steps = try archive.count("noise.steps")
    let count = experience.environments * noise.logDeviations.count
    let isDrawn = archive.tensors.first { $0.name == "noise.functions" }?.shape != [0]
    return (steps, try archive.tensor("noise.functions", shape: [isDrawn ? count : 0]))
  }
}
