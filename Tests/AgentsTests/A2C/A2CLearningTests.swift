import Networks
import RLCore
import RLTesting
import Randomness
import Testing

@testable import Agents

/// Tasks that are solved in a second, where a wrong sign or a shifted row is not.
@Suite("A2C learns")
struct A2CLearningTests {
  private let configuration = A2CConfiguration(learningRate: 3e-3, discount: 0)

  private func environments<E: Environment>(_ make: () -> E) throws -> VectorEnvironment<E> {
    try VectorEnvironment((0..<8).map { _ in make() }, random: RandomStream(seed: 2))
  }

  @Test("which choice an observation names, with and without masks", arguments: [false, true])
  func discrete(masksActions: Bool) throws {
    let make = { IdentityEnvironment(choices: 5, masksActions: masksActions) }
    let environments = try environments(make)
    let agent = try A2C<DiscreteAction>(configuration, for: environments, random: RandomStream(seed: 1))
    try learn(agent, in: environments, steps: 16_000)
    #expect(try meanReward(agent, make) == 1)
  }

  @Test("which choice an observation names, with Adam and on a network with a shared trunk")
  func adam() throws {
    let make = { IdentityEnvironment(choices: 5) }
    let environments = try environments(make)
    var configuration = configuration
    configuration.optimizer = .adam()
    let agent = try A2C<DiscreteAction>(
      configuration, network: MLPBlueprint(shared: [32], policy: [], value: []), for: environments,
      random: RandomStream(seed: 1))
    try learn(agent, in: environments, steps: 16_000)
    #expect(try meanReward(agent, make) == 1)
  }

  @Test("several choices at once")
  func multiDiscrete() throws {
    let make = { MultiIdentityEnvironment(counts: [3, 4, 2]) }
    let environments = try environments(make)
    let agent = try A2C<MultiDiscreteAction>(configuration, for: environments, random: RandomStream(seed: 1))
    try learn(agent, in: environments, steps: 24_000)
    #expect(try meanReward(agent, make) == 1)
  }

  @Test("a real value, with noise that is independent or depends on the state", arguments: [false, true])
  func continuous(dependsOnState: Bool) throws {
    let make = { TargetEnvironment() }
    let environments = try environments(make)
    var configuration = configuration
    configuration.rolloutSteps = 16
    configuration.initialLogDeviation = -1
    if dependsOnState { configuration.stateDependentNoise = StateDependentNoiseConfiguration(sampleInterval: 2) }
    let agent = try A2C<ContinuousAction>(configuration, for: environments, random: RandomStream(seed: 1))
    try learn(agent, in: environments, steps: 48_000)
    #expect(try meanReward(agent, make) > -0.03, "without knowledge it is -0.21")
  }
}
