import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("State-dependent noise")
struct StateDependentNoiseTests {
  private typealias Script = ScriptedEnvironment<ContinuousAction>

  /// Two environments that always show the same, so that only the noise changes actions.
  private func environments(count: Int = 2) throws -> VectorEnvironment<Script> {
    let space = ContinuousAction.Domain(low: [-100, -100], high: [100, 100])
    return try VectorEnvironment(
      (0..<count).map { _ in Script([.init(observation: [1, -0.5])], actionSpace: space) },
      random: RandomStream(seed: 1))
  }

  /// The actions of the first environment and of the second over 8 steps of one rollout.
  private func explored(_ noise: StateDependentNoiseConfiguration?, seed: UInt64 = 1) throws -> [[ContinuousAction]] {
    let environments = try environments()
    let agent = try PPO<ContinuousAction>(
      PPOConfiguration(rolloutSteps: 8, initialLogDeviation: -0.5, stateDependentNoise: noise), for: environments)
    try agent.fillRollout(in: environments, seed: seed)
    return environments.environments.map(\.actions)
  }

  @Test("The same state gets the same action until the noise is drawn anew")
  func constantBetweenDraws() throws {
    let perRollout = try explored(StateDependentNoiseConfiguration())
    #expect(perRollout.allSatisfy { actions in actions.allSatisfy { $0 == actions[0] } })
    #expect(perRollout[0][0] != perRollout[1][0], "each environment has a matrix of its own")
    let everyThree = try explored(StateDependentNoiseConfiguration(sampleInterval: 3))[0]
    let changes = (1..<8).filter { everyThree[$0] != everyThree[$0 - 1] }
    #expect(changes == [3, 6])
    let independent = try explored(nil)[0]
    #expect((1..<8).allSatisfy { independent[$0] != independent[$0 - 1] })
  }

  @Test("Every rollout draws anew, from the stream of exploration")
  func newRollout() throws {
    let noise = StateDependentNoiseConfiguration()
    #expect(try explored(noise) == explored(noise))
    #expect(try explored(noise) != explored(noise, seed: 2))
    let environments = try environments()
    let agent = try A2C<ContinuousAction>(
      A2CConfiguration(learningRate: 1e-9, rolloutSteps: 4, stateDependentNoise: noise), for: environments,
      random: RandomStream(seed: 1))
    try learn(agent, in: environments, steps: 16)
    let actions = environments.environments[0].actions
    #expect(actions[0] == actions[3] && actions[4] == actions[7] && actions[0] != actions[4])
  }

  @Test("Exploiting has no noise, for any number of environments and before any was drawn")
  func exploit() throws {
    let agent = try PPO<ContinuousAction>(
      PPOConfiguration(rolloutSteps: 8, stateDependentNoise: StateDependentNoiseConfiguration()), for: environments())
    var random = RandomStream(seed: 1)
    let before = random
    let actions = try agent.act(on: environments(count: 5).reset(), mode: .exploit, using: &random)
    #expect(actions.count == 5 && actions.allSatisfy { $0 == actions[0] })
    #expect(random == before, "nothing is drawn")
    // The policy's last layer starts near 0.
    #expect(actions[0].values.allSatisfy { abs($0) < 0.1 })
  }

  @Test("The deviations start as set, one for each feature and dimension")
  func parameters() throws {
    let agent = try A2C<ContinuousAction>(
      A2CConfiguration(
        initialLogDeviation: -2, stateDependentNoise: StateDependentNoiseConfiguration(),
        network: MLPBlueprint(hidden: [16, 24])),
      for: environments(), random: RandomStream(seed: 1))
    let slice = try #require(agent.layout.entries.first { $0.name == "policy.logStandardDeviation" }).slice
    #expect((slice.rows, slice.columns) == (24, 2))
    #expect((0..<48).allSatisfy { agent.parameters.pointer[slice.offset + $0] == -2 })
    let plain = try A2C<ContinuousAction>(
      A2CConfiguration(initialLogDeviation: -2), for: environments(), random: RandomStream(seed: 1))
    let other = try #require(plain.layout.entries.first { $0.name == "policy.logStandardDeviation" }).slice
    #expect((other.rows, other.columns) == (1, 2))
    #expect((0..<2).allSatisfy { plain.parameters.pointer[other.offset + $0] == -2 })
  }

  @Test("On the first pass every ratio is 1, on separate and on shared networks", arguments: [[], [8]])
  func firstRatios(shared: [Int]) throws {
    let environments = try environments()
    let agent = try PPO<ContinuousAction>(
      PPOConfiguration(
        rolloutSteps: 8, batchSize: 16, epochs: 1,
        stateDependentNoise: StateDependentNoiseConfiguration(sampleInterval: 2)),
      network: MLPBlueprint(shared: shared, policy: [8], value: [8]), for: environments)
    try agent.fillRollout(in: environments)
    var random = RandomStream(seed: 1)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 16), using: &random))
    let divergence = try #require(report["divergence"])
    #expect(divergence < 1e-6 && report["clipFraction"] == 0)
  }

  @Test("A network that keeps its features to itself is refused")
  func hiddenFeatures() throws {
    struct Opaque: ActorCriticBlueprint {
      func build(
        for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
      ) throws(ConfigurationError) -> any ActorCritic {
        try MLPBlueprint(hidden: [4]).build(for: observations, policyOutputs: policyOutputs, in: &layout)
      }
    }
    let error = try #require(throws: ConfigurationError.self) {
      try PPO<ContinuousAction>(
        PPOConfiguration(stateDependentNoise: StateDependentNoiseConfiguration()), network: Opaque(),
        for: environments())
    }
    #expect(
      error.description
        == "stateDependentNoise must be null with a network that does not reveal its policy's features, was set")
  }
}
