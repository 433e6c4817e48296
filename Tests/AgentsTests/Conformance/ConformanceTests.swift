import Agents
import Networks
import RLCore
import RLTesting
import Testing

/// Every agent of the library keeps the contract that agents of other packages are held to.
@Suite("Conformance of agents")
struct ConformanceTests {
  private static let layers = LayersBlueprint(hidden: [16])
  private static let replay = ReplayConfiguration(capacity: 300)
  /// Four steps of two environments from one update to the next, so that a training can be stopped between them.
  private static let cadence = UpdateCadence(learningStarts: 64, interval: 8, gradientSteps: 4)
  private static let target: @Sendable () -> TargetEnvironment = { TargetEnvironment() }

  @Test func `PPO keeps the contract for discrete actions, with masks`() {
    let settings = PPOConfiguration(
      learningRate: 3e-3, rolloutSteps: 32, batchSize: 32, epochs: 4, network: MLPBlueprint(hidden: [16]))
    let report = checkAgent(PPORecipe.self, settings: settings, learns: 2048) {
      IdentityEnvironment(choices: 4, masksActions: true)
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test func `PPO keeps the contract for several choices`() {
    let settings = PPOConfiguration(
      learningRate: 3e-3, rolloutSteps: 32, batchSize: 32, epochs: 4, network: MLPBlueprint(hidden: [16]))
    let report = checkAgent(PPORecipe.self, settings: settings, learns: 2048) {
      MultiIdentityEnvironment(counts: [2, 3])
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test func `PPO keeps the contract for continuous actions`() {
    let settings = PPOConfiguration(
      learningRate: 3e-3, rolloutSteps: 32, batchSize: 32, epochs: 4, normalizesObservations: true,
      normalizesReturns: true, network: MLPBlueprint(hidden: [16]))
    let report = checkAgent(PPORecipe.self, settings: settings, learns: 4096, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test func `PPO keeps the contract for continuous actions, with state-dependent noise`() {
    let settings = PPOConfiguration(
      learningRate: 3e-3, rolloutSteps: 32, batchSize: 32, epochs: 4, normalizesObservations: true,
      stateDependentNoise: .init(), network: MLPBlueprint(hidden: [16]))
    let report = checkAgent(PPORecipe.self, settings: settings, learns: 4096, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test func `SAC keeps the contract`() {
    let settings = SACConfiguration(
      learningRate: 3e-3, batchSize: 32, cadence: Self.cadence, replay: Self.replay, actor: Self.layers,
      critic: Self.layers)
    let report = checkAgent(SACRecipe.self, settings: settings, learns: 2048, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test func `TD3 keeps the contract`() {
    let settings = TD3Configuration(
      learningRate: 3e-3, batchSize: 32, explorationNoise: .ornsteinUhlenbeck(deviation: 0.3), cadence: Self.cadence,
      replay: Self.replay, actor: Self.layers, critic: Self.layers)
    let report = checkAgent(TD3Recipe.self, settings: settings, draws: false, learns: 2048, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test(arguments: [ActionNoise.gaussian(deviation: 0.1), .ornsteinUhlenbeck(deviation: 0.3)])
  func `DDPG keeps the contract`(noise: ActionNoise) {
    let settings = DDPGConfiguration(
      learningRate: 3e-3, batchSize: 32, explorationNoise: noise, cadence: Self.cadence,
      replay: ReplayConfiguration(capacity: 300, returnSteps: 2), actor: Self.layers, critic: Self.layers)
    let report = checkAgent(DDPGRecipe.self, settings: settings, draws: false, learns: 2048, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test func `SAC with state-dependent noise keeps the contract`() {
    let settings = SACConfiguration(
      learningRate: 3e-3, batchSize: 32, cadence: Self.cadence, replay: Self.replay, actor: Self.layers,
      critic: Self.layers,
      stateDependentNoise: StateDependentNoiseConfiguration(sampleInterval: 3, usesExpln: true, learnsFeatures: true),
      initialLogDeviation: -1)
    let report = checkAgent(SACRecipe.self, settings: settings, learns: 2048, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test func `A2C keeps the contract for discrete actions, with masks`() {
    let settings = A2CConfiguration(learningRate: 3e-3, network: MLPBlueprint(hidden: [16]))
    let report = checkAgent(A2CRecipe.self, settings: settings, learns: 8192) {
      IdentityEnvironment(choices: 4, masksActions: true)
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test func `A2C keeps the contract for continuous actions, with state-dependent noise`() {
    let settings = A2CConfiguration(
      learningRate: 3e-3, optimizer: .adam(), normalizesObservations: true,
      stateDependentNoise: .init(sampleInterval: 3),
      network: MLPBlueprint(hidden: [16]))
    let report = checkAgent(A2CRecipe.self, settings: settings, learns: 8192, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test(arguments: RecurrentCell.allCases)
  func `recurrent PPO keeps the contract, with masks`(cell: RecurrentCell) {
    let settings = RecurrentPPOConfiguration(
      learningRate: 3e-3, rolloutSteps: 32, batchSize: 32, sequenceLength: cell == .gru ? 10 : nil, epochs: 4,
      network: RecurrentBlueprint(cell: cell, width: 8, policy: [8], value: [8]))
    let report = checkAgent(RecurrentPPORecipe.self, settings: settings, learns: 4096) {
      IdentityEnvironment(choices: 4, masksActions: true)
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test(arguments: RecurrentCell.allCases)
  func `recurrent PPO keeps the contract for continuous actions, with state-dependent noise`(cell: RecurrentCell) {
    let settings = RecurrentPPOConfiguration(
      learningRate: 3e-3, rolloutSteps: 32, batchSize: 32, epochs: 4, normalizesObservations: true,
      stateDependentNoise: .init(sampleInterval: 5),
      network: RecurrentBlueprint(cell: cell, width: 8, policy: cell == .gru ? [] : [8], value: [8]))
    // That it learns is shown by the benchmark: a few thousand steps are too few for it.
    let report = checkAgent(RecurrentPPORecipe.self, settings: settings, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test(arguments: [false, true])
  func `DQN keeps the contract, with masks`(isRich: Bool) {
    let settings = DQNConfiguration(
      learningRate: 3e-3, batchSize: 32, cadence: Self.cadence, targetInterval: 50,
      exploration: .linear(from: 1, to: 0.1, over: 0.5), double: isRich, dueling: isRich,
      replay: ReplayConfiguration(capacity: 300, returnSteps: isRich ? 3 : 1, prioritized: isRich ? .init() : nil),
      network: Self.layers)
    let report = checkAgent(DQNRecipe.self, settings: settings, learns: 4096) {
      IdentityEnvironment(choices: 4, masksActions: true)
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test(arguments: [false, true])
  func `QR-DQN keeps the contract, with masks`(isRich: Bool) {
    let settings = QRDQNConfiguration(
      learningRate: 3e-3, batchSize: 32, cadence: Self.cadence, targetInterval: 50,
      exploration: .linear(from: 1, to: 0.1, over: 0.5), quantiles: 8,
      replay: ReplayConfiguration(capacity: 300, returnSteps: isRich ? 3 : 1, prioritized: isRich ? .init() : nil),
      network: Self.layers)
    let report = checkAgent(QRDQNRecipe.self, settings: settings, learns: 4096) {
      IdentityEnvironment(choices: 4, masksActions: true)
    }
    #expect(report.isPassed, "\(report)")
  }
}
