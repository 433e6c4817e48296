import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Numbers that are not finite")
struct BadNumberTests {
  typealias Script = ScriptedEnvironment<DiscreteAction>

  /// A script with one bad number, and what is said about it.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let sentence: String
    let change: @Sendable (inout [Script.Step]) -> Void

    init(_ name: String, _ sentence: String, _ change: @escaping @Sendable (inout [Script.Step]) -> Void) {
      self.name = name
      self.sentence = sentence
      self.change = change
    }

    var testDescription: String { name }
  }

  // Two environments, the second one bad; four steps to a rollout. Observation i of the script is seen after i steps
  // of both, the reward and the end of step i come one step later.
  private static let examples = [
    Example("first observation", "observation 0 of environment 1 must be finite, was nan at step 0") {
      $0[0].observation[0] = .nan
    },
    Example("later observation", "observation 1 of environment 1 must be finite, was inf at step 4") {
      $0[2].observation[1] = .infinity
    },
    Example("observation after the last step", "observation 1 of environment 1 must be finite, was -inf at step 8") {
      $0[4].observation[1] = -.infinity
    },
    Example("reward", "reward of environment 1 must be finite, was nan at step 6") { $0[2].reward = .nan },
    Example("reward of the last step", "reward of environment 1 must be finite, was -inf at step 8") {
      $0[3].reward = -.infinity
    },
    Example("final observation", "final observation 0 of environment 1 must be finite, was nan at step 4") {
      $0[1] = .init(observation: [1, 1], end: .truncated, final: [.nan, 0])
    },
  ]

  private func steps() -> [Script.Step] { (0..<6).map { .init(observation: [Float($0), 1], reward: 1) } }

  private func environments(_ bad: [Script.Step]) throws -> VectorEnvironment<Script> {
    let choices = DiscreteAction.Domain(count: 2)
    return try VectorEnvironment(
      [Script(steps(), actionSpace: choices), Script(bad, actionSpace: choices)], random: RandomStream(seed: 1))
  }

  @Test("Nothing is done on a bad observation that follows a step")
  func notActedOn() throws {
    var script = steps()
    script[2].observation[1] = .nan
    let environments = try environments(script)
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 4, batchSize: 8), for: environments)
    #expect(throws: AgentError.self) { try learn(agent, in: environments, steps: 80) }
    #expect(environments.environments.map(\.actions.count) == [2, 2])
  }

  @Test("A bad number is named with its step, and neither parameters nor statistics take it in", arguments: examples)
  func named(_ example: Example) throws {
    var script = steps()
    example.change(&script)
    let environments = try environments(script)
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 4, normalizesObservations: true, normalizesReturns: true), for: environments)
    let before = agent.parameterBits
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments, steps: 800) }
    #expect(error.description == example.sentence)
    #expect(agent.parameterBits == before)
    let statistics = try #require(agent.observationNormalizer).statistics
    #expect((statistics.mean + statistics.variance).allSatisfy { $0.isFinite })
    let returns = try #require(agent.returnNormalizer).statistics
    #expect((returns.mean + returns.variance).allSatisfy { $0.isFinite })
  }

  @Test("The final observation of a termination is not used, so it may be anything")
  func unusedFinalObservation() throws {
    var script = steps()
    script[1] = .init(observation: [1, 1], end: .terminated, final: [.nan, .nan])
    let environments = try environments(script)
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 4), for: environments)
    #expect(try learn(agent, in: environments, steps: 80).count == 10)
  }

  @Test("After an error the agent can be archived, and learns on from good numbers")
  func goesOn() throws {
    var script = steps()
    script[2].reward = .nan
    let bad = try environments(script)
    let agent = try PPO<DiscreteAction>(PPOConfiguration(rolloutSteps: 4), for: bad)
    #expect(throws: AgentError.self) { try learn(agent, in: bad, steps: 80) }
    _ = try agent.archive(.training)
    #expect(try learn(agent, in: environments(steps()), steps: 80).count == 10)
  }

  @Test("A gradient that overflows half-way through an update takes back the steps before it")
  func rollback() throws {
    // Finite, but too large for the first layer; without discount only one row in eight is spoilt.
    var script = (0..<8).map { Script.Step(observation: [Float($0), 1], reward: Float($0)) }
    script[7].observation = [3e38, 3e38]
    let environments = try VectorEnvironment(
      [Script(script, actionSpace: DiscreteAction.Domain(count: 2))], random: RandomStream(seed: 1))
    let agent = try PPO<DiscreteAction>(
      PPOConfiguration(rolloutSteps: 8, batchSize: 1, epochs: 1, discount: 0),
      network: MLPBlueprint(hidden: [16], activation: .relu), for: environments)
    let before = agent.parameterBits
    for seed in 1...5 {
      try agent.fillRollout(in: environments)
      var random = RandomStream(seed: UInt64(seed))
      let error = try #require(throws: AgentError.self) {
        try agent.learn(progress: TrainingProgress(totalSteps: 8), using: &random)
      }
      #expect(error.quantity == "the gradient norm")
      #expect(agent.parameterBits == before && agent.optimizer.step == 0)
      #expect(agent.optimizer.firstMoment.values.allSatisfy { $0 == 0 })
    }
  }
}
