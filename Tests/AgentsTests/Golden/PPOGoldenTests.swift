import RLCore
import Testing

@testable import Agents

/// Log-probabilities, entropies, losses, all gradients, and the parameters after a step, against the reference
/// implementations: 1e-5 of the scale of each tensor, 1e-6 for parameters after the step.
@Suite("PPO against Stable-Baselines3 and sb3-contrib")
struct PPOGoldenTests {
  @Test("A discrete minibatch agrees in every figure", arguments: [false, true])
  func discrete(clipsValues: Bool) throws {
    try GoldenMinibatch<DiscreteAction>(
      "ppo_discrete", over: DiscreteAction.Domain(count: 5), clipsValues: clipsValues
    ).compare()
  }

  @Test("A masked minibatch agrees in every figure", arguments: [false, true])
  func masked(clipsValues: Bool) throws {
    try GoldenMinibatch<DiscreteAction>(
      "ppo_masked", over: DiscreteAction.Domain(count: 7), clipsValues: clipsValues
    ).compare()
  }

  @Test("A multi-discrete minibatch agrees in every figure", arguments: [false, true])
  func multiDiscrete(clipsValues: Bool) throws {
    try GoldenMinibatch<MultiDiscreteAction>(
      "ppo_multidiscrete", over: MultiDiscreteAction.Domain(counts: [3, 4, 2]), clipsValues: clipsValues
    ).compare()
  }

  @Test("A Gaussian minibatch agrees in every figure", arguments: [false, true])
  func gaussian(clipsValues: Bool) throws {
    try GoldenMinibatch<ContinuousAction>(
      "ppo_gaussian",
      over: ContinuousAction.Domain(low: [-1, -1, -1], high: [1, 1, 1]), clipsValues: clipsValues
    ).compare()
  }
}
