import Agents
import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Testing

/// What is tried with a trained agent.
protocol SnapshotTest {
  func check<Source: SnapshotSource>(_ agent: Source, on observations: [ObservationBatch]) throws
}

/// Every agent in each of its kinds of action, trained for a few updates.
enum SnapshotCase: String, CaseIterable, Sendable {
  case ppo, ppoSeveralChoices, ppoContinuous, ppoSmooth, ppoEncoded, a2c, a2cContinuous
  case recurrent, recurrentShared, recurrentContinuous
  case dqn, plainDQN, qrdqn, sac, sacSmooth, td3, ddpg

  func check(_ test: some SnapshotTest) throws {
    typealias Small = SmallSettings
    switch self {
    case .ppo: try run(PPORecipe.self, Small.ppo, in: Small.choices, test)
    case .ppoSeveralChoices: try run(PPORecipe.self, Small.ppo, in: Small.severalChoices, test)
    case .ppoContinuous: try run(PPORecipe.self, Small.ppo, in: Small.target, test)
    case .ppoSmooth:
      let settings = Small.with(Small.ppo) { $0.stateDependentNoise = Small.smoothNoise }
      try run(PPORecipe.self, settings, in: Small.target, test)
    case .ppoEncoded:
      let encoding = ObservationEncoding(
        encoders: [GroupEncoder("observation", LinearEncoder(outputs: 5))], fusion: [6], dropout: 0.1)
      let settings = Small.with(Small.ppo) { $0.network = MLPBlueprint(shared: [7], encoding: encoding) }
      try run(PPORecipe.self, settings, in: Small.choices, test)
    case .a2c: try run(A2CRecipe.self, Small.a2c, in: Small.choices, test)
    case .a2cContinuous: try run(A2CRecipe.self, Small.a2c, in: Small.target, test)
    case .recurrent: try run(RecurrentPPORecipe.self, Small.recurrent, in: Small.choices, test)
    case .recurrentShared:
      let settings = Small.with(Small.recurrent) { $0.network.sharesMemory = true }
      try run(RecurrentPPORecipe.self, settings, in: Small.choices, test)
    case .recurrentContinuous: try run(RecurrentPPORecipe.self, Small.recurrent, in: Small.target, test)
    case .dqn: try run(DQNRecipe.self, Small.dqn, in: Small.choices, test)
    case .plainDQN:
      try run(DQNRecipe.self, Small.with(Small.dqn) { $0.dueling = false }, in: Small.choices, test)
    case .qrdqn: try run(QRDQNRecipe.self, Small.qrdqn, in: Small.choices, test)
    case .sac: try run(SACRecipe.self, Small.sac, in: Small.target, test)
    case .sacSmooth:
      let settings = Small.with(Small.sac) { $0.stateDependentNoise = Small.smoothNoise }
      try run(SACRecipe.self, settings, in: Small.target, test)
    case .td3: try run(TD3Recipe.self, Small.td3, in: Small.target, test)
    case .ddpg: try run(DDPGRecipe.self, Small.ddpg, in: Small.target, test)
    }
  }

  private func run<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, in make: (Int) -> E, _ test: some SnapshotTest
  ) throws where R.ActionType == E.ActionType {
    var training = try StoppableTraining<R, E>(settings, steps: 100, in: make)
    try training.run(24)
    #expect(!training.reports.isEmpty, "\(self) learns before it is looked at")
    let agent = try #require(training.agent as? any SnapshotSource<R.ActionType>)
    try test.check(agent, on: Self.observations(played: training.agent, in: make))
  }

  /// What two environments show over some steps, the ends of episodes among them.
  private static func observations<E: Environment>(
    played agent: any Agent<E.ActionType>, in make: (Int) -> E
  ) throws -> [ObservationBatch] {
    let environments = try VectorEnvironment((0..<2).map(make), random: RandomStream(seed: 21))
    var random = RandomStream(seed: 22)
    var observations = environments.reset()
    var seen = [observations]
    for _ in 0..<11 {
      _ = environments.step(
        try agent.act(on: observations, mode: .sample, using: &random), observing: &observations)
      seen.append(observations)
    }
    return seen
  }
}

extension ObservationBatch {
  /// One of its rows by itself.
  func row(_ index: Int) -> (values: [Float], mask: [Bool]) {
    (
      Array(values[index * width..<(index + 1) * width]),
      Array(masks[index * maskWidth..<(index + 1) * maskWidth])
    )
  }
}

extension Policy {
  /// What it does on one batch after the other.
  func play(_ observations: [ObservationBatch], _ mode: ActingMode) throws -> [[ActionType]] {
    var random = RandomStream(seed: 31)
    return try observations.map { try act(on: $0, mode: mode, using: &random) }
  }
}
