import Networks
import RLCore
import RLTesting
import Randomness
import Testing
import Training

@testable import Agents

/// Tasks that are solved in a second, where a wrong sign or a shifted row is not.
@Suite("PPO learns")
struct IdentityLearningTests {
  private let configuration = PPOConfiguration(
    learningRate: 3e-3, rolloutSteps: 32, batchSize: 64, epochs: 4, discount: 0, lambda: 0)

  private func meanReward<A: PolicyAction, E: Environment>(
    _ agent: PPO<A>, _ make: () -> E, length: Int = 16
  ) throws -> Double where E.ActionType == A {
    let random = RandomStream(seed: 77)
    let judges = try VectorEnvironment((0..<4).map { _ in make() }, random: random)
    let episodes = try evaluatePolicy(agent, in: judges, episodes: 8, random: random).episodes
    return episodes.reduce(0) { $0 + $1.totalReward } / Double(8 * length)
  }

  @Test("which choice an observation names, with and without masks", arguments: [false, true])
  func discrete(masksActions: Bool) throws {
    let make = { IdentityEnvironment(choices: 5, masksActions: masksActions) }
    let environments = try VectorEnvironment((0..<4).map { _ in make() }, random: RandomStream(seed: 2))
    let agent = try PPO<DiscreteAction>(configuration, for: environments)
    try learn(agent, in: environments, steps: 8192)
    #expect(try meanReward(agent, make) == 1)
  }

  @Test("several choices at once")
  func multiDiscrete() throws {
    let make = { MultiIdentityEnvironment(counts: [3, 4, 2]) }
    let environments = try VectorEnvironment((0..<4).map { _ in make() }, random: RandomStream(seed: 2))
    let agent = try PPO<MultiDiscreteAction>(configuration, for: environments)
    try learn(agent, in: environments, steps: 12_288)
    #expect(try meanReward(agent, make) == 1)
  }

  @Test("a real value, on a network with a shared trunk")
  func continuous() throws {
    let make = { TargetEnvironment() }
    let environments = try VectorEnvironment((0..<4).map { _ in make() }, random: RandomStream(seed: 2))
    let agent = try PPO<ContinuousAction>(
      configuration, network: MLPBlueprint(shared: [16], policy: [], value: []), for: environments)
    try learn(agent, in: environments, steps: 12_288)
    #expect(try meanReward(agent, make) > -0.01, "root mean square error below 0.1")
  }

  @Test("with observations and returns normalised")
  func normalized() throws {
    let make = { IdentityEnvironment(choices: 4) }
    let environments = try VectorEnvironment((0..<4).map { _ in make() }, random: RandomStream(seed: 2))
    var configuration = configuration
    configuration.normalizesObservations = true
    configuration.normalizesReturns = true
    let agent = try PPO<DiscreteAction>(configuration, for: environments)
    try learn(agent, in: environments, steps: 8192)
    #expect(try meanReward(agent, make) == 1)
  }
}
