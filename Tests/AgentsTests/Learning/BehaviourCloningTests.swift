import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Settings
import Testing

@testable import Agents

@Suite("Behaviour cloning")
struct BehaviourCloningTests {
  private func agent(seed: UInt64 = 1) throws -> PPO<DiscreteAction> {
    let environments = try VectorEnvironment(
      Array(repeating: IdentityEnvironment(choices: 4), count: 2), random: RandomStream(seed: 1))
    var settings = PPOConfiguration(rolloutSteps: 8, batchSize: 8)
    settings.network = MLPBlueprint(hidden: [16])
    return try PPO(settings, for: environments, random: RandomStream(seed: seed))
  }

  private func demonstrations(_ agent: PPO<DiscreteAction>, shift: Int) -> Demonstrations<DiscreteAction> {
    var demonstrations = Demonstrations<DiscreteAction>(of: agent.actionSpace)
    var environment = IdentityEnvironment(choices: 4)
    var random = RandomStream(seed: 3)
    for _ in 0..<20 {
      demonstrations.addEpisode(in: &environment, mostSteps: 10, using: &random) { environment, _, _ in
        var row = [Float](repeating: 0, count: 4)
        var span = row.mutableSpan
        environment.writeObservation(into: &span)
        return DiscreteAction(((row.firstIndex(of: 1) ?? 0) + shift) % 4)
      }
    }
    return demonstrations
  }

  @Test("A policy does what was demonstrated, right or wrong", arguments: [0, 1])
  func imitates(shift: Int) throws {
    let agent = try agent()
    let shown = demonstrations(agent, shift: shift)
    let report = try agent.imitate(
      shown, BehaviourCloning(epochs: 60, batchSize: 32, learningRate: 0.01), random: RandomStream(seed: 4))
    #expect(report["agreement"] == 1)
    #expect(try #require(report["cloningLoss"]) < 0.2)
  }

  @Test("The same seed gives the same bits, and no pass changes nothing")
  func determinism() throws {
    let (first, second) = (try agent(), try agent())
    for agent in [first, second] {
      _ = try agent.imitate(demonstrations(agent, shift: 0), BehaviourCloning(), random: RandomStream(seed: 4))
    }
    #expect(try first.archive(.training) == second.archive(.training))
    let before = try first.archive(.policy)
    _ = try first.imitate(
      demonstrations(first, shift: 1), BehaviourCloning(epochs: 0), random: RandomStream(seed: 4))
    #expect(try first.archive(.policy) == before)
  }

  @Test("Returns are discounted within an episode and never beyond it")
  func returns() throws {
    let agent = try agent()
    let returns = demonstrations(agent, shift: 0).returns(discount: 0.5)
    #expect(returns.count == 200)
    // A right choice is worth 1; ten steps an episode, or fewer where it ends by itself.
    for end in stride(from: 9, to: 200, by: 10) { #expect(returns[end] == 1 && returns[end - 1] == 1.5) }
  }

  @Test("No demonstrations and settings out of range are refused in a sentence")
  func refused() throws {
    let agent = try agent()
    let none = Demonstrations<DiscreteAction>(of: agent.actionSpace)
    #expect(throws: ConfigurationError.self) {
      try agent.imitate(none, BehaviourCloning(), random: RandomStream(seed: 1))
    }
    for settings in [BehaviourCloning(epochs: -1), BehaviourCloning(batchSize: 0), BehaviourCloning(learningRate: 0)] {
      #expect(throws: ConfigurationError.self) {
        try agent.imitate(demonstrations(agent, shift: 0), settings, random: RandomStream(seed: 1))
      }
    }
  }
}
