import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Testing

@testable import Agents

/// Weights, moments and experience come out of an archive, settings never do: a member of a population that takes over
/// another one's archive goes on with settings of its own.
@Suite("Settings win over restored state")
struct SettingsWinTests {
  private typealias Settings = SmallSettings

  /// Changes each setting by itself and goes on from the same archive: what was restored is the same whatever the
  /// settings, and what is learnt from there on is not, so that each setting is in force.
  private func expectSettingsWin<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, in make: (Int) -> E,
    changes: KeyValuePairs<String, (inout R.Settings) -> Void>
  ) throws where R.ActionType == E.ActionType {
    // Within a rollout, and between two updates.
    var source = try StoppableTraining<R, E>(settings, steps: 100, in: make)
    try source.run(23)
    let archive = try source.agent.archive(.training)
    var reference = try StoppableTraining<R, E>(settings, after: source)
    try reference.run(40)
    let unchanged = try reference.agent.archive(.policy).tensors
    for (name, change) in changes {
      let other = Settings.with(settings, change)
      #expect(other != settings, "\(name) is not changed")
      var changed = try StoppableTraining<R, E>(other, after: source)
      let restored = try changed.agent.archive(.training)
      // The priorities of a replay buffer are powers of errors, in the exponent of whoever holds them.
      let isAlike = zip(restored.tensors, archive.tensors).allSatisfy { $0 == $1 || $0.name == "replay.priorities" }
      #expect(isAlike && restored.tensors.count == archive.tensors.count, "\(name) changes what is restored")
      try changed.run(40)
      let isInForce = try changed.agent.archive(.policy).tensors != unchanged
      #expect(isInForce, "\(name) is not in force")
    }
  }

  /// The figures of the next update after going on with other settings.
  private func nextReport<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: R.Settings, then other: R.Settings, in make: (Int) -> E
  ) throws -> UpdateReport where R.ActionType == E.ActionType {
    var source = try StoppableTraining<R, E>(settings, steps: 100, in: make)
    try source.run(23)
    var changed = try StoppableTraining<R, E>(other, after: source)
    try changed.run(10)
    return try #require(changed.reports.first)
  }

  @Test func `PPO`() throws {
    try expectSettingsWin(
      PPORecipe.self, Settings.ppo, in: Settings.target,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "batchSize": { $0.batchSize = 5 }, "epochs": { $0.epochs = 3 },
        "discount": { $0.discount = 0.7 }, "lambda": { $0.lambda = 0.5 }, "clipRange": { $0.clipRange = 0.01 },
        "valueClipRange": { $0.valueClipRange = 0.01 }, "entropyCoefficient": { $0.entropyCoefficient = 0.2 },
        "valueCoefficient": { $0.valueCoefficient = 0.1 }, "maximumGradientNorm": { $0.maximumGradientNorm = 0.01 },
        "targetDivergence": { $0.targetDivergence = 1e-9 }, "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
        "normalizesAdvantages": { $0.normalizesAdvantages = false },
      ])
    let other = Settings.with(Settings.ppo) { ($0.learningRate, $0.clipRange) = (0.005, 0.0625) }
    let report = try nextReport(PPORecipe.self, Settings.ppo, then: other, in: Settings.target)
    #expect(report["learningRate"] == Double(Float(0.005)) && report["clipRange"] == 0.0625)
  }

  @Test func `A2C`() throws {
    try expectSettingsWin(
      A2CRecipe.self, Settings.a2c, in: Settings.choices,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "discount": { $0.discount = 0.7 }, "lambda": { $0.lambda = 0.5 },
        "entropyCoefficient": { $0.entropyCoefficient = 0.2 }, "valueCoefficient": { $0.valueCoefficient = 0.1 },
        "maximumGradientNorm": { $0.maximumGradientNorm = 0.01 },
        "decay": { $0.optimizer = .rmsprop(decay: 0.9) }, "epsilon": { $0.optimizer = .rmsprop(epsilon: 1e-2) },
        "normalizesAdvantages": { $0.normalizesAdvantages = true },
      ])
    let other = Settings.with(Settings.a2c) { $0.learningRate = 0.005 }
    let report = try nextReport(A2CRecipe.self, Settings.a2c, then: other, in: Settings.choices)
    #expect(report["learningRate"] == Double(Float(0.005)))
  }

  @Test func `noise that outlasts a step`() throws {
    let smooth = Settings.with(Settings.a2c) { $0.stateDependentNoise = .init(sampleInterval: 3) }
    try expectSettingsWin(
      A2CRecipe.self, smooth, in: Settings.target,
      changes: [
        "sampleInterval": { $0.stateDependentNoise = .init(sampleInterval: 2) },
        "usesExpln": { $0.stateDependentNoise = .init(sampleInterval: 3, usesExpln: true) },
        "learnsFeatures": { $0.stateDependentNoise = .init(sampleInterval: 3, learnsFeatures: true) },
      ])
  }

  @Test func `recurrent PPO`() throws {
    try expectSettingsWin(
      RecurrentPPORecipe.self, Settings.recurrent, in: Settings.choices,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "batchSize": { $0.batchSize = 9 }, "epochs": { $0.epochs = 3 },
        "discount": { $0.discount = 0.7 }, "lambda": { $0.lambda = 0.5 }, "clipRange": { $0.clipRange = 0.001 },
        "entropyCoefficient": { $0.entropyCoefficient = 0.2 }, "valueCoefficient": { $0.valueCoefficient = 0.1 },
        "maximumGradientNorm": { $0.maximumGradientNorm = 0.01 }, "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
      ])
    let other = Settings.with(Settings.recurrent) { ($0.learningRate, $0.clipRange) = (0.005, 0.0625) }
    let report = try nextReport(RecurrentPPORecipe.self, Settings.recurrent, then: other, in: Settings.choices)
    #expect(report["learningRate"] == Double(Float(0.005)) && report["clipRange"] == 0.0625)
  }

  @Test func `normalised returns`() throws {
    let (before, after) = (ReturnNormalizer(environments: 2, discount: 0.9), Float(0.7))
    func normalizer<R: AgentRecipe>(
      _ recipe: R.Type, _ settings: R.Settings, _ other: R.Settings,
      _ find: (any Agent<DiscreteAction>) -> ExperienceIntake?
    ) throws where R.ActionType == DiscreteAction {
      var source = try StoppableTraining<R, SometimesCut<IdentityEnvironment>>(
        settings, steps: 100, in: Settings.choices)
      try source.run(9)
      let old = try #require(find(source.agent)?.returnNormalizer)
      let copy = try StoppableTraining<R, SometimesCut<IdentityEnvironment>>(other, after: source)
      let new = try #require(find(copy.agent)?.returnNormalizer)
      #expect(old.discount == before.discount && new.discount == after && new.limit == before.limit)
      #expect(new.memory == old.memory && new.memory != before.memory)
    }
    try normalizer(PPORecipe.self, Settings.ppo, Settings.with(Settings.ppo) { $0.discount = after }) {
      ($0 as? PPO<DiscreteAction>)?.intake
    }
    try normalizer(A2CRecipe.self, Settings.a2c, Settings.with(Settings.a2c) { $0.discount = after }) {
      ($0 as? A2C<DiscreteAction>)?.intake
    }
    try normalizer(
      RecurrentPPORecipe.self, Settings.recurrent, Settings.with(Settings.recurrent) { $0.discount = after }
    ) { ($0 as? RecurrentPPO<DiscreteAction>)?.intake }
  }

  @Test func `DQN`() throws {
    try expectSettingsWin(
      DQNRecipe.self, Settings.dqn, in: Settings.choices,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "discount": { $0.discount = 0.7 },
        "batchSize": { $0.batchSize = 9 }, "interval": { $0.cadence.interval = 4 },
        "gradientSteps": { $0.cadence.gradientSteps = 3 }, "learningStarts": { $0.cadence.learningStarts = 60 },
        "targetInterval": { $0.targetInterval = 7 }, "exploration": { $0.exploration = 0.5 },
        "double": { $0.double = false }, "returnSteps": { $0.replay.returnSteps = 1 },
        "priorityExponent": { $0.replay.prioritized?.priorityExponent = 0.2 },
        "importanceExponent": { $0.replay.prioritized?.importanceExponent = 0.1 },
        "minimumError": { $0.replay.prioritized?.minimumError = 0.5 },
        "maximumGradientNorm": { $0.maximumGradientNorm = 0.01 }, "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
      ])
    let other = Settings.with(Settings.dqn) { ($0.learningRate, $0.exploration) = (0.005, 0.5) }
    let report = try nextReport(DQNRecipe.self, Settings.dqn, then: other, in: Settings.choices)
    #expect(report["learningRate"] == Double(Float(0.005)) && report["epsilon"] == 0.5)
  }

  @Test func `QR-DQN`() throws {
    try expectSettingsWin(
      QRDQNRecipe.self, Settings.qrdqn, in: Settings.choices,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "discount": { $0.discount = 0.7 },
        "gradientSteps": { $0.cadence.gradientSteps = 3 }, "targetInterval": { $0.targetInterval = 7 },
        "exploration": { $0.exploration = 0.5 }, "returnSteps": { $0.replay.returnSteps = 1 },
        "priorityExponent": { $0.replay.prioritized?.priorityExponent = 0.2 },
        "importanceExponent": { $0.replay.prioritized?.importanceExponent = 0.1 },
        "maximumGradientNorm": { $0.maximumGradientNorm = 0.01 }, "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
      ])
    let rare = Settings.with(Settings.qrdqn) { ($0.targetInterval, $0.learningRate) = (100, 0.05) }
    try expectSettingsWin(QRDQNRecipe.self, rare, in: Settings.choices, changes: ["double": { $0.double = true }])
    let other = Settings.with(Settings.qrdqn) { ($0.learningRate, $0.exploration) = (0.005, 0.5) }
    let report = try nextReport(QRDQNRecipe.self, Settings.qrdqn, then: other, in: Settings.choices)
    #expect(report["learningRate"] == Double(Float(0.005)) && report["epsilon"] == 0.5)
  }

  @Test func `SAC`() throws {
    try expectSettingsWin(
      SACRecipe.self, Settings.sac, in: Settings.target,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "discount": { $0.discount = 0.7 },
        "targetShare": { $0.targetShare = 0.5 }, "targetInterval": { $0.targetInterval = 3 },
        "targetEntropy": { $0.temperature = .learned(start: 1, targetEntropy: 2) },
        "gradientSteps": { $0.cadence.gradientSteps = 3 }, "returnSteps": { $0.replay.returnSteps = 1 },
        "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
      ])
    let fixed = Settings.with(Settings.sac) { $0.temperature = .fixed(value: 0.5) }
    try expectSettingsWin(
      SACRecipe.self, fixed, in: Settings.target,
      changes: ["temperature": { $0.temperature = .fixed(value: 0.25) }])
    let other = Settings.with(fixed) { ($0.learningRate, $0.temperature) = (0.005, .fixed(value: 0.25)) }
    let report = try nextReport(SACRecipe.self, fixed, then: other, in: Settings.target)
    #expect(report["learningRate"] == Double(Float(0.005)) && report["temperature"] == 0.25)
  }

  @Test func `TD3`() throws {
    try expectSettingsWin(
      TD3Recipe.self, Settings.td3, in: Settings.target,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "discount": { $0.discount = 0.7 },
        "targetShare": { $0.targetShare = 0.5 }, "policyDelay": { $0.policyDelay = 3 },
        "targetNoise": { $0.targetNoise = 0.4 }, "targetNoiseLimit": { $0.targetNoiseLimit = 0.1 },
        "deviation": { $0.explorationNoise = .ornsteinUhlenbeck(deviation: 0.6) },
        "kind of noise": { $0.explorationNoise = .gaussian(deviation: 0.3) },
        "returnSteps": { $0.replay.returnSteps = 1 }, "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
      ])
    let other = Settings.with(Settings.td3) { $0.learningRate = 0.005 }
    let report = try nextReport(TD3Recipe.self, Settings.td3, then: other, in: Settings.target)
    #expect(report["learningRate"] == Double(Float(0.005)))
  }

  @Test func `DDPG`() throws {
    try expectSettingsWin(
      DDPGRecipe.self, Settings.ddpg, in: Settings.target,
      changes: [
        "learningRate": { $0.learningRate = 5e-3 }, "discount": { $0.discount = 0.7 },
        "targetShare": { $0.targetShare = 0.5 },
        "reversion": { $0.explorationNoise = .ornsteinUhlenbeck(deviation: 0.3, reversion: 0.9) },
        "deviation": { $0.explorationNoise = .ornsteinUhlenbeck(deviation: 0.6) },
        "gradientSteps": { $0.cadence.gradientSteps = 3 }, "returnSteps": { $0.replay.returnSteps = 1 },
        "adamEpsilon": { $0.adamEpsilon = 1e-2 },
        "weightDecay": { $0.weightDecay = 0.5 },
      ])
    let other = Settings.with(Settings.ddpg) { $0.learningRate = 0.005 }
    let report = try nextReport(DDPGRecipe.self, Settings.ddpg, then: other, in: Settings.target)
    #expect(report["learningRate"] == Double(Float(0.005)))
  }
}
