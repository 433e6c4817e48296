import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("State-dependent noise of recurrent PPO")
struct RecurrentStateDependentNoiseTests {
  private typealias Script = ScriptedEnvironment<ContinuousAction>

  private static let space = ContinuousAction.Domain(low: [-100, -100], high: [100, 100])

  private static func settings(_ noise: StateDependentNoiseConfiguration?) -> RecurrentPPOConfiguration {
    RecurrentPPOConfiguration(
      rolloutSteps: 8, batchSize: 16, epochs: 1, initialLogDeviation: -0.5, stateDependentNoise: noise,
      network: RecurrentBlueprint(width: 6, policy: [24], value: [8]))
  }

  /// Environments whose every step starts an episode with the same observation: the policy is where it always was, and only
  /// the noise changes actions.
  private func restartingEnvironments(count: Int = 2) throws -> VectorEnvironment<Script> {
    try VectorEnvironment(
      (0..<count).map { _ in
        Script([.init(observation: [1, -0.5], end: .terminated, final: [0, 0])], actionSpace: Self.space)
      }, random: RandomStream(seed: 1))
  }

  /// The actions of the first environment and of the second over 8 steps of one rollout.
  private func explored(_ noise: StateDependentNoiseConfiguration?) throws -> [[ContinuousAction]] {
    let environments = try restartingEnvironments()
    let agent = try RecurrentPPO<ContinuousAction>(
      Self.settings(noise), for: environments, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 2)
    var observations = environments.reset()
    try agent.fillRollout(in: environments, from: &observations, using: &random)
    return environments.environments.map(\.actions)
  }

  @Test("The same state and the same memory get the same action until the noise is drawn anew")
  func constantBetweenDraws() throws {
    let perRollout = try explored(StateDependentNoiseConfiguration())
    #expect(perRollout.allSatisfy { actions in actions.allSatisfy { $0 == actions[0] } })
    #expect(perRollout[0][0] != perRollout[1][0], "each environment has a function of its own")
    let everyThree = try explored(StateDependentNoiseConfiguration(sampleInterval: 3))[0]
    #expect((1..<8).filter { everyThree[$0] != everyThree[$0 - 1] } == [3, 6])
    let independent = try explored(nil)[0]
    #expect((1..<8).allSatisfy { independent[$0] != independent[$0 - 1] })
  }

  @Test("Exploiting has no noise, for any number of rows")
  func exploit() throws {
    let agent = try RecurrentPPO<ContinuousAction>(
      Self.settings(StateDependentNoiseConfiguration()), for: restartingEnvironments(),
      random: RandomStream(seed: 1))
    var random = RandomStream(seed: 1)
    let before = random
    let actions = try agent.act(on: restartingEnvironments(count: 5).reset(), mode: .exploit, using: &random)
    #expect(actions.count == 5 && actions.allSatisfy { $0 == actions[0] })
    #expect(random == before, "nothing is drawn")
  }

  @Test("The deviations start as set, one for each feature and dimension", arguments: [[], [24]])
  func parameters(policy: [Int]) throws {
    var settings = Self.settings(StateDependentNoiseConfiguration())
    settings.network.policy = policy
    let agent = try RecurrentPPO<ContinuousAction>(
      settings, for: restartingEnvironments(), random: RandomStream(seed: 1))
    let slice = try #require(agent.layout.entries.first { $0.name == "policy.logStandardDeviation" }).slice
    #expect((slice.rows, slice.columns) == (policy.last ?? 6, 2))
    #expect((0..<slice.count).allSatisfy { agent.parameters.pointer[slice.offset + $0] == -0.5 })
  }

  @Test("On the first pass every ratio is 1, with memories of their own and with one", arguments: [false, true])
  func firstRatios(sharesMemory: Bool) throws {
    let environments = try VectorEnvironment(
      (0..<2).map { index in
        Script(
          (0..<5).map { step in
            .init(
              observation: [Float(step), Float(index)], reward: 1, end: step == 4 ? .terminated : nil, final: [0, 0])
          }, actionSpace: Self.space)
      }, random: RandomStream(seed: 1))
    var settings = Self.settings(StateDependentNoiseConfiguration(sampleInterval: 2))
    settings.network.sharesMemory = sharesMemory
    let agent = try RecurrentPPO<ContinuousAction>(settings, for: environments, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 2)
    var observations = environments.reset()
    try agent.fillRollout(in: environments, from: &observations, using: &random)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 16), using: &random))
    #expect(try #require(report["divergence"]) < 1e-6 && report["clipFraction"] == 0)
  }

  @Test("Discrete actions are refused by name")
  func discrete() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try RecurrentScript.agent(
        Self.settings(StateDependentNoiseConfiguration()), environments: RecurrentScript.environments())
    }
    #expect(error.field == "stateDependentNoise" && error.description.contains("unless actions are continuous"))
  }
}
