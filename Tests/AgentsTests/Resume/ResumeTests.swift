import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Testing

@testable import Agents

/// Every agent goes on from every step, with everything that it can be configured to remember.
@Suite("Going on after any step")
struct ResumeTests {
  private typealias Settings = SmallSettings
  private let steps = 24

  /// Stops after each step in turn, hands over to a new agent, and compares the ends.
  private func expectResumes<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, in make: (Int) -> E, updates: Int
  ) throws where R.ActionType == E.ActionType {
    var whole = try StoppableTraining<R, E>(settings, steps: 2 * steps, in: make)
    try whole.run(steps)
    #expect(whole.reports.count >= updates, "was \(whole.reports.count) updates")
    let reference = try whole.agent.archive(.training)
    for place in 0..<steps {
      var first = try StoppableTraining<R, E>(settings, steps: 2 * steps, in: make)
      try first.run(place)
      var second = try StoppableTraining<R, E>(settings, after: first)
      let handedOver = try second.agent.archive(.training) == first.agent.archive(.training)
      #expect(handedOver, "what was restored after step \(place) differs")
      try second.run(steps - place)
      let isEqual = try second.agent.archive(.training) == reference
      #expect(isEqual, "stopped after step \(place) it ended otherwise")
    }
  }

  @Test func `PPO, with masks`() throws {
    try expectResumes(PPORecipe.self, Settings.ppo, in: Settings.choices, updates: 3)
  }

  @Test func `PPO with several choices`() throws {
    try expectResumes(PPORecipe.self, Settings.ppo, in: Settings.severalChoices, updates: 3)
  }

  @Test(arguments: [nil, 3]) func `PPO with noise that outlasts a step`(interval: Int?) throws {
    let settings = Settings.with(Settings.ppo) { $0.stateDependentNoise = .init(sampleInterval: interval) }
    try expectResumes(PPORecipe.self, settings, in: Settings.target, updates: 3)
  }

  @Test(arguments: [false, true]) func `A2C, with masks`(usesAdam: Bool) throws {
    let settings = Settings.with(Settings.a2c) { $0.optimizer = usesAdam ? .adam() : .rmsprop() }
    try expectResumes(A2CRecipe.self, settings, in: Settings.choices, updates: 4)
  }

  @Test func `A2C with noise that outlasts a step`() throws {
    let settings = Settings.with(Settings.a2c) { $0.stateDependentNoise = Settings.smoothNoise }
    try expectResumes(A2CRecipe.self, settings, in: Settings.target, updates: 4)
  }

  @Test(arguments: RecurrentCell.allCases, [nil, 3])
  func `recurrent PPO, with masks`(cell: RecurrentCell, sequenceLength: Int?) throws {
    let settings = Settings.with(Settings.recurrent) {
      $0.network.cell = cell
      $0.network.layers = 2
      $0.sequenceLength = sequenceLength
    }
    try expectResumes(RecurrentPPORecipe.self, settings, in: Settings.choices, updates: 3)
  }

  @Test func `recurrent PPO with one memory for policy and value`() throws {
    let settings = Settings.with(Settings.recurrent) { $0.network.sharesMemory = true }
    try expectResumes(RecurrentPPORecipe.self, settings, in: Settings.target, updates: 3)
  }

  @Test(arguments: [nil, 3]) func `recurrent PPO with noise that outlasts a step`(interval: Int?) throws {
    let settings = Settings.with(Settings.recurrent) { $0.stateDependentNoise = .init(sampleInterval: interval) }
    try expectResumes(RecurrentPPORecipe.self, settings, in: Settings.target, updates: 3)
  }

  @Test(arguments: [false, true]) func `DQN, with masks`(isPlain: Bool) throws {
    let settings = Settings.with(Settings.dqn) {
      if isPlain { ($0.double, $0.dueling, $0.replay) = (false, false, ReplayConfiguration(capacity: 40)) }
    }
    try expectResumes(DQNRecipe.self, settings, in: Settings.choices, updates: 5)
  }

  @Test(arguments: [false, true]) func `QR-DQN, with masks`(isPlain: Bool) throws {
    let settings = Settings.with(Settings.qrdqn) {
      if isPlain { $0.replay = ReplayConfiguration(capacity: 40) }
    }
    try expectResumes(QRDQNRecipe.self, settings, in: Settings.choices, updates: 5)
  }

  @Test(arguments: [false, true]) func `SAC, with noise that outlasts a step and without`(isSmooth: Bool) throws {
    let settings = Settings.with(Settings.sac) {
      if isSmooth { ($0.stateDependentNoise, $0.initialLogDeviation) = (Settings.smoothNoise, -1) }
    }
    try expectResumes(SACRecipe.self, settings, in: Settings.target, updates: 5)
  }

  static let noises: [ActionNoise] = [.gaussian(deviation: 0.2), .ornsteinUhlenbeck(deviation: 0.3)]

  @Test(arguments: noises) func `TD3`(noise: ActionNoise) throws {
    let settings = Settings.with(Settings.td3) { $0.explorationNoise = noise }
    try expectResumes(TD3Recipe.self, settings, in: Settings.target, updates: 5)
  }

  @Test(arguments: noises) func `DDPG`(noise: ActionNoise) throws {
    let settings = Settings.with(Settings.ddpg) { $0.explorationNoise = noise }
    try expectResumes(DDPGRecipe.self, settings, in: Settings.target, updates: 5)
  }
}
