import RLCore
import Randomness
import Settings

/// How a deterministic policy acts: as it is, with noise while exploring, and at random until there is something to
/// learn from.
struct NoisyExplorer {
  private let scale: ActionScale
  private let dimensions: Int
  private(set) var process: ActionNoiseProcess

  init(_ noise: ActionNoise, context: AgentContext<ContinuousAction>) throws(ConfigurationError) {
    scale = try ActionScale(context.actionSpace)
    dimensions = context.actionSpace.dimensions
    process = ActionNoiseProcess(noise, environments: context.environments, dimensions: dimensions)
  }

  mutating func act(
    on observations: ObservationBatch, mode: ActingMode, policy: DeterministicActor, experience: inout Experience,
    using random: inout RandomStream
  ) throws(PolicyError) -> [ContinuousAction] {
    guard mode == .explore else {
      var actions: [ContinuousAction] = []
      policy.runner.choose(for: observations, mode: mode, into: &actions, using: &random)
      return actions
    }
    try experience.open(observations)
    var stored: [Float]
    if experience.isWarmingUp {
      stored = (0..<observations.count * dimensions).map { _ in 2 * random.uniform() - 1 }
    } else {
      stored = policy.choose(observations)
      process.perturb(&stored, isStart: observations.isStart, using: &random)
    }
    experience.keep(stored)
    return scale.actions(stored)
  }

  mutating func restore(_ state: [Float]) { process.restore(state) }
}
