import Agents
import Envs
import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Testing
import Training

/// Every agent reads windows through encoders of sequences, and keeps the contract of agents with them.
@Suite("Agents with windows")
struct WindowedAgentTests {
  private static let replay = #""cadence": {"learningStarts": 64, "interval": 8}, "batchSize": 16"#

  static let encoders = [
    #""encoder": "gru", "width": 6"#, #""encoder": "lstm", "width": 5"#,
    #""encoder": "tcn", "channels": 6, "levels": 1, "kernel": 2"#,
    #""encoder": "transformer", "width": 4, "heads": 2"#,
  ]

  private static func network(_ encoder: String, _ rest: String) -> String {
    #"{\#(rest), "encoding": {"encoders": [{"group": "observation", \#(encoder)}]}}"#
  }

  private func check<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: String, draws: Bool = true, steps: Int = 160,
    in environment: @escaping @autoclosure () -> E, at location: SourceLocation = #_sourceLocation
  ) throws where R.ActionType == E.ActionType {
    let settings = try R.defaults.applying(JSONValue(parsing: settings))
    let report = checkAgent(R.self, settings: settings, steps: steps, draws: draws, in: environment)
    #expect(report.isPassed, "\(report)", sourceLocation: location)
  }

  private static var cue: FrameStack<DelayedCue<DiscreteAction>> {
    FrameStack(DelayedCue(choices: 2, delay: 2, masksActions: true), frameCount: 3)
  }
  private static var target: FrameStack<TargetEnvironment> { FrameStack(TargetEnvironment(), frameCount: 4) }

  @Test("PPO and A2C, with statistics and without", arguments: encoders, [false, true])
  func policies(encoder: String, normalizes: Bool) throws {
    let network = Self.network(encoder, #""policy": [6], "value": [6]"#)
    let common = #""normalizesObservations": \#(normalizes), "network": \#(network)"#
    try check(PPORecipe.self, #"{"rolloutSteps": 32, "batchSize": 32, "epochs": 2, \#(common)}"#, in: Self.cue)
    try check(A2CRecipe.self, "{\(common)}", in: Self.cue)
  }

  @Test("recurrent PPO, with statistics and without", arguments: [false, true])
  func recurrent(normalizes: Bool) throws {
    let network = Self.network(Self.encoders[2], #""width": 6, "policy": [6], "value": [6]"#)
    try check(
      RecurrentPPORecipe.self,
      """
      {"rolloutSteps": 32, "batchSize": 32, "epochs": 2, "normalizesObservations": \(normalizes), \
      "network": \(network)}
      """, in: Self.cue)
  }

  @Test("DQN and QR-DQN, over n steps and by priority", arguments: [encoders[0], encoders[2]])
  func values(encoder: String) throws {
    let network = Self.network(encoder, #""hidden": [8]"#)
    let common = #"\#(Self.replay), "network": \#(network)"#
    try check(
      DQNRecipe.self, #"{"replay": {"capacity": 100, "returnSteps": 2, "prioritized": {}}, \#(common)}"#, in: Self.cue)
    try check(QRDQNRecipe.self, #"{"replay": {"capacity": 100}, "quantiles": 5, \#(common)}"#, in: Self.cue)
  }

  @Test("SAC, TD3 and DDPG", arguments: [encoders[1], encoders[3]])
  func continuous(encoder: String) throws {
    let network = Self.network(encoder, #""hidden": [8]"#)
    let settings =
      #"{\#(Self.replay), "replay": {"capacity": 100}, "actor": \#(network), "critic": \#(network)}"#
    try check(SACRecipe.self, settings, in: Self.target)
    try check(TD3Recipe.self, settings, draws: false, in: Self.target)
    try check(DDPGRecipe.self, settings, draws: false, in: Self.target)
  }

  /// The share of cues that an agent remembers after training, over 100 episodes.
  private func remembered<R: AgentRecipe>(
    _ recipe: R.Type, _ settings: String, frames: Int, steps: Int
  ) throws -> Double where R.ActionType == DiscreteAction {
    let environment = FrameStack(
      DelayedCue<DiscreteAction>(choices: 2, delay: 2, masksActions: true), frameCount: frames)
    let judges = try VectorEnvironment(Array(repeating: environment, count: 4), random: RandomStream(seed: 7))
    let settings = try R.defaults.applying(JSONValue(parsing: settings))
    let agent = try R.make(settings, in: AgentContext(judges, random: RandomStream(seed: 3)))
    _ = try trainAgent(agent, in: environment, TrainingConfiguration(totalSteps: steps, environments: 4, seed: 4))
    let episodes = try evaluatePolicy(agent, in: judges, episodes: 100, random: RandomStream(seed: 5)).episodes
    return episodes.reduce(0) { $0 + $1.totalReward } / Double(episodes.count)
  }

  @Test("A window tells a cue that one observation has forgotten")
  func memory() throws {
    let network = Self.network(Self.encoders[0], #""policy": [16], "value": [16]"#)
    let ppo = #"{"learningRate": 0.01, "rolloutSteps": 48, "batchSize": 48, "epochs": 6, "network": \#(network)}"#
    #expect(try remembered(PPORecipe.self, ppo, frames: 3, steps: 4608) > 0.95)
    #expect(try remembered(PPORecipe.self, ppo, frames: 2, steps: 4608) < 0.75, "the cue is out of sight")
    let values = Self.network(Self.encoders[2], #""hidden": [16]"#)
    let dqn =
      #"{"learningRate": 0.005, \#(Self.replay), "targetInterval": 100, "replay": {"capacity": 1000}, "network": \#(values)}"#
    #expect(try remembered(DQNRecipe.self, dqn, frames: 3, steps: 4608) > 0.95)
  }
}
