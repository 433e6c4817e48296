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
  private static let cadence = UpdateCadence(learningStarts: 64, interval: 2, gradientSteps: 1)
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
    let report = checkAgent(TD3Recipe.self, settings: settings, learns: 2048, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }

  @Test func `DDPG keeps the contract`() {
    let settings = DDPGConfiguration(
      learningRate: 3e-3, batchSize: 32, cadence: Self.cadence, replay: Self.replay, actor: Self.layers,
      critic: Self.layers)
    let report = checkAgent(DDPGRecipe.self, settings: settings, learns: 2048, in: Self.target)
    #expect(report.isPassed, "\(report)")
  }
}
