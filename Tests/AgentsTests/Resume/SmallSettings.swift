import Agents
import Networks
import RLCore
import RLTesting

/// Settings with which two dozen steps bring several updates.
enum SmallSettings {
  static let layers = LayersBlueprint(hidden: [8])
  static let cadence = UpdateCadence(learningStarts: 10, interval: 6, gradientSteps: 2)
  static let smoothNoise = StateDependentNoiseConfiguration(sampleInterval: 3, usesExpln: true)

  static let ppo = PPOConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), rolloutSteps: 7, batchSize: 6, epochs: 2, discount: 0.9,
    entropyCoefficient: 0.01, normalizesObservations: true, normalizesReturns: true,
    network: MLPBlueprint(hidden: [8]))
  static let a2c = A2CConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), rolloutSteps: 5, discount: 0.9, lambda: 0.9,
    entropyCoefficient: 0.01, normalizesObservations: true, normalizesReturns: true,
    network: MLPBlueprint(hidden: [8]))
  static let recurrent = RecurrentPPOConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), rolloutSteps: 8, batchSize: 6, sequenceLength: 3, epochs: 2,
    discount: 0.9, entropyCoefficient: 0.01, normalizesObservations: true, normalizesReturns: true,
    network: RecurrentBlueprint(width: 4, policy: [4], value: [4]))
  static let dqn = DQNConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), batchSize: 8, discount: 0.9, cadence: cadence, targetInterval: 16,
    exploration: .linear(from: 1, to: 0.2, over: 0.5), double: true, dueling: true,
    replay: ReplayConfiguration(capacity: 40, returnSteps: 3, prioritized: PrioritizedReplay()), network: layers)
  static let qrdqn = QRDQNConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), batchSize: 8, discount: 0.9, cadence: cadence, targetInterval: 16,
    exploration: .linear(from: 1, to: 0.2, over: 0.5), quantiles: 4,
    replay: ReplayConfiguration(capacity: 40, returnSteps: 3, prioritized: PrioritizedReplay()),
    maximumGradientNorm: 10, network: layers)
  static let sac = SACConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), batchSize: 8, discount: 0.9, targetShare: 0.05, cadence: cadence,
    replay: ReplayConfiguration(capacity: 40, returnSteps: 3), actor: layers, critic: layers)
  static let td3 = TD3Configuration(
    learningRate: .linear(from: 1e-2, to: 1e-3), batchSize: 8, discount: 0.9, targetShare: 0.05,
    explorationNoise: .ornsteinUhlenbeck(deviation: 0.3), cadence: cadence,
    replay: ReplayConfiguration(capacity: 40, returnSteps: 3), actor: layers, critic: layers)
  static let ddpg = DDPGConfiguration(
    learningRate: .linear(from: 1e-2, to: 1e-3), batchSize: 8, discount: 0.9, targetShare: 0.05,
    explorationNoise: .ornsteinUhlenbeck(deviation: 0.3), cadence: cadence,
    replay: ReplayConfiguration(capacity: 40, returnSteps: 3), actor: layers, critic: layers)

  /// Settings with one of them changed.
  static func with<Settings>(_ settings: Settings, _ change: (inout Settings) -> Void) -> Settings {
    var settings = settings
    change(&settings)
    return settings
  }

  // MARK: Tasks

  static func choices(_ index: Int) -> SometimesCut<IdentityEnvironment> {
    SometimesCut(IdentityEnvironment(choices: 3, length: 5, masksActions: true), after: 2, episodes: index)
  }

  static func severalChoices(_ index: Int) -> SometimesCut<MultiIdentityEnvironment> {
    SometimesCut(MultiIdentityEnvironment(counts: [2, 3], length: 5), after: 2, episodes: index)
  }

  static func target(_ index: Int) -> SometimesCut<TargetEnvironment> {
    SometimesCut(TargetEnvironment(length: 5), after: 2, episodes: index)
  }
}
