import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("Bad numbers and settings of DQN and QR-DQN")
struct ValueAgentBadNumberTests {
  typealias Script = ScriptedEnvironment<DiscreteAction>

  private func steps(_ change: (inout [Script.Step]) -> Void = { _ in }) -> [Script.Step] {
    var script = (0..<12).map { Script.Step(observation: [Float($0), 1], reward: 1) }
    change(&script)
    return script
  }

  private func environments(_ script: [Script.Step]) throws -> VectorEnvironment<Script> {
    let choices = DiscreteAction.Domain(count: 2)
    return try VectorEnvironment(
      [Script(steps(), actionSpace: choices), Script(script, actionSpace: choices)], random: RandomStream(seed: 1))
  }

  private func train(
    _ agent: some ValueAgent, in environments: VectorEnvironment<Script>, steps: Int
  ) throws {
    var (progress, random) = (TrainingProgress(totalSteps: 1000), RandomStream(seed: 1))
    var observations = environments.reset()
    try agent.run(
      in: environments, from: &observations, steps: steps, progress: &progress, using: &random)
  }

  private func trainingError(_ agent: some ValueAgent, in environments: VectorEnvironment<Script>) -> AgentError? {
    #expect(throws: AgentError.self) { try train(agent, in: environments, steps: 20) }
  }

  @Test(
    "A bad number is named with its step, nothing is learnt from it, and good numbers can follow",
    arguments: ValueAgentKind.allCases)
  func named(kind: ValueAgentKind) throws {
    let examples: [(String, (inout [Script.Step]) -> Void)] = [
      ("observation 0 of environment 1 must be finite, was nan at step 0", { $0[0].observation[0] = .nan }),
      ("observation 1 of environment 1 must be finite, was inf at step 4", { $0[2].observation[1] = .infinity }),
      ("reward of environment 1 must be finite, was nan at step 6", { $0[2].reward = .nan }),
      (
        "final observation 0 of environment 1 must be finite, was nan at step 4",
        { $0[1] = .init(observation: [1, 1], end: .truncated, final: [.nan, 0]) }
      ),
    ]
    for (sentence, change) in examples {
      let bad = try environments(steps(change))
      let agent = try kind.make(for: bad, learningStarts: 8)
      let before = agent.parameterBits
      let error = trainingError(agent, in: bad)
      #expect(error?.description == sentence)
      #expect(agent.parameterBits == before)
      try train(agent, in: environments(steps()), steps: 30)
      let replay = agent.learner.replay
      #expect(agent.parameterBits != before && replay.count > 40)
      let batch = replay.makeBatch(count: 200)
      var random = RandomStream(seed: 1)
      replay.sample(into: batch, using: &random)
      let numbers = batch.observations.array + batch.nextObservations.array + batch.rewards.array
      #expect(numbers.allSatisfy { $0.isFinite })
    }
  }

  @Test("A gradient that overflows takes back the steps of its round")
  func rollback() throws {
    let environments = try environments(steps { for index in 0..<12 { $0[index].observation = [3e38, 3e38] } })
    let agent = try DQN(
      DQNConfiguration(cadence: UpdateCadence(learningStarts: 0, interval: 8, gradientSteps: 5)), for: environments,
      random: RandomStream(seed: 1))
    let before = agent.parameterBits
    let error = #expect(throws: AgentError.self) { try train(agent, in: environments, steps: 4) }
    #expect(error?.step == 8)
    #expect(agent.parameterBits == before && agent.learner.weights.optimizer.stepCount == 0)
  }

  @Test("A setting out of range is named with its rule")
  func settings() throws {
    for (configuration, sentence) in [
      (DQNConfiguration(batchSize: 0), "batchSize must be in 1...65536, was 0"),
      (DQNConfiguration(discount: 2), "discount must be in 0...1, was 2.0"),
      (DQNConfiguration(targetInterval: 0), "targetInterval must be positive, was 0"),
      (DQNConfiguration(exploration: .linear(from: 2, to: 0)), "exploration must be in 0...1, was 2.0"),
      (
        DQNConfiguration(dueling: true, network: LayersBlueprint(hidden: [])),
        "network.hidden must have widths in 1...8192 for both heads to share, was []"
      ),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
      #expect(error?.description == sentence)
    }
    let error = #expect(throws: ConfigurationError.self) { try QRDQNConfiguration(quantiles: 0).validate() }
    #expect(error?.description == "quantiles must be in 1...1000, was 0")
  }

  @Test("Both are made by name, with settings from JSON, and refuse other actions")
  func registry() throws {
    let environments = try environments(steps())
    let agent = try makeAgent(
      json: #"{"agent": "dqn", "settings": {"double": true, "replay": {"prioritized": {}}}}"#, for: environments,
      random: RandomStream(seed: 1))
    let configuration = try #require(agent as? DQN).configuration
    #expect(configuration.double && configuration.replay.prioritized == PrioritizedReplay())
    #expect(try makeAgent("qr-dqn", for: environments, random: RandomStream(seed: 1)) is QRDQN)
    let continuous = try VectorEnvironment([TargetEnvironment()], random: RandomStream(seed: 1))
    #expect(throws: RegistryError.self) { try makeAgent("dqn", for: continuous, random: RandomStream(seed: 1)) }
  }

  @Test("The presets are valid", arguments: [DQNConfiguration.cartPole, .acrobot, .mountainCar, .lunarLander])
  func presets(configuration: DQNConfiguration) throws { try configuration.validate() }

  @Test(
    "The presets with quantiles are valid",
    arguments: [QRDQNConfiguration.cartPole, .acrobot, .mountainCar, .lunarLander])
  func quantilePresets(configuration: QRDQNConfiguration) throws { try configuration.validate() }
}
