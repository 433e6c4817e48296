import Foundation
import Networks
import RLCore
import Randomness
import Settings
import Testing

@testable import Agents

/// A change of settings that is refused, and the sentence that says why.
struct Refusal<Settings: Configuration>: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let change: @Sendable (inout Settings) -> Void

  init(_ sentence: String, _ change: @escaping @Sendable (inout Settings) -> Void) {
    testDescription = sentence
    self.change = change
  }

  /// Expects the sentence from the settings, and the same error from what makes an agent of them.
  func check<R: AgentRecipe>(with recipe: R.Type) throws
  where R.Settings == Settings, R.ActionType == ContinuousAction {
    var settings = R.defaults
    change(&settings)
    let error = try #require(throws: ConfigurationError.self) { try settings.validate() }
    #expect(error.description == testDescription)
    let context = try AgentContext(ReplayedTask.environments(), random: RandomStream(seed: 1))
    #expect(throws: error) { try R.make(settings, in: context) }
  }
}

@Suite("Settings of SAC, TD3 and DDPG")
struct ReplayingConfigurationTests {
  private static let sac: [Refusal<SACConfiguration>] = [
    Refusal("learningRate must be in 0..<1, was 1.0") { $0.learningRate = 1.0 },
    Refusal("learningRate must be in 0..<1, was nan") { $0.learningRate = .constant(.nan) },
    Refusal("batchSize must be in 1...65536, was 0") { $0.batchSize = 0 },
    Refusal("discount must be in 0...1, was 1.01") { $0.discount = 1.01 },
    Refusal("targetShare must be above 0, at most 1, was 0.0") { $0.targetShare = 0 },
    Refusal("targetShare must be above 0, at most 1, was 1.5") { $0.targetShare = 1.5 },
    Refusal("targetInterval must be positive, was 0") { $0.targetInterval = 0 },
    Refusal("temperature.start must be positive, was 0.0") {
      $0.temperature = .learned(start: 0, targetEntropy: nil)
    },
    Refusal("temperature.start must be positive, was inf") {
      $0.temperature = .learned(start: .infinity, targetEntropy: nil)
    },
    Refusal("temperature.targetEntropy must be finite, was nan") {
      $0.temperature = .learned(start: 1, targetEntropy: .nan)
    },
    Refusal("temperature.value must not be negative, was -0.1") { $0.temperature = .fixed(value: -0.1) },
    Refusal("cadence.learningStarts must not be negative, was -1") { $0.cadence.learningStarts = -1 },
    Refusal("cadence.interval must be positive, was 0") { $0.cadence.interval = 0 },
    Refusal("cadence.gradientSteps must be in 1...1000000, was 0") { $0.cadence.gradientSteps = 0 },
    Refusal("replay.capacity must be in 1...8388608, was 0") { $0.replay.capacity = 0 },
    Refusal("replay.returnSteps must be in 1...100, was 0") { $0.replay.returnSteps = 0 },
    Refusal("replay.memoryLimit must be positive, was 0.0") { $0.replay.memoryLimit = 0 },
    Refusal("replay.prioritized must be null, since this agent draws uniformly, was an object") {
      $0.replay.prioritized = PrioritizedReplay()
    },
    Refusal("network.hidden must have widths in 1...8192, was [8, 0]") { $0.actor.hidden = [8, 0] },
    Refusal("network.hidden must have widths in 1...8192, was [9000]") { $0.critic.hidden = [9000] },
    Refusal("adamEpsilon must be positive, was 0.0") { $0.adamEpsilon = 0 },
    Refusal("weightDecay must be finite and not negative, was -1.0") { $0.weightDecay = -1 },
    Refusal("threads must be 1 or 2, was 3") { $0.threads = 3 },
  ]

  private static let td3: [Refusal<TD3Configuration>] = [
    Refusal("learningRate must be in 0..<1, was -0.1") { $0.learningRate = .linear(from: 0.1, to: -0.1) },
    Refusal("batchSize must be in 1...65536, was -1") { $0.batchSize = -1 },
    Refusal("discount must be in 0...1, was -0.5") { $0.discount = -0.5 },
    Refusal("targetShare must be above 0, at most 1, was 0.0") { $0.targetShare = 0 },
    Refusal("policyDelay must be positive, was 0") { $0.policyDelay = 0 },
    Refusal("targetNoise must be finite and not negative, was -0.2") { $0.targetNoise = -0.2 },
    Refusal("targetNoiseLimit must be finite and not negative, was inf") { $0.targetNoiseLimit = .infinity },
    Refusal("noise.deviation must not be negative, was -0.1") { $0.explorationNoise = .gaussian(deviation: -0.1) },
    Refusal("cadence.interval must be positive, was 0") { $0.cadence.interval = 0 },
    Refusal("replay.returnSteps must be in 1...100, was 101") { $0.replay.returnSteps = 101 },
    Refusal("replay.prioritized must be null, since this agent draws uniformly, was an object") {
      $0.replay.prioritized = PrioritizedReplay()
    },
    Refusal("network.hidden must have widths in 1...8192, was [-1]") { $0.actor.hidden = [-1] },
    Refusal("network.hidden must have widths in 1...8192, was [0]") { $0.critic.hidden = [0] },
    Refusal("adamEpsilon must be positive, was -1.0") { $0.adamEpsilon = -1 },
    Refusal("weightDecay must be finite and not negative, was -1.0") { $0.weightDecay = -1 },
    Refusal("threads must be 1 or 2, was 0") { $0.threads = 0 },
  ]

  private static let ddpg: [Refusal<DDPGConfiguration>] = [
    Refusal("learningRate must have positive ends where it is exponential, was exponential(from: 0.1, to: 0.0)") {
      $0.learningRate = .exponential(from: 0.1, to: 0)
    },
    Refusal("batchSize must be in 1...65536, was 0") { $0.batchSize = 0 },
    Refusal("discount must be in 0...1, was nan") { $0.discount = .nan },
    Refusal("targetShare must be above 0, at most 1, was -1.0") { $0.targetShare = -1 },
    Refusal("noise.deviation must not be negative, was nan") {
      $0.explorationNoise = .ornsteinUhlenbeck(deviation: .nan)
    },
    Refusal("noise.reversion must not be negative, was -1.0") {
      $0.explorationNoise = .ornsteinUhlenbeck(deviation: 0.1, reversion: -1)
    },
    Refusal("noise.timeStep must be positive, was 0.0") {
      $0.explorationNoise = .ornsteinUhlenbeck(deviation: 0.1, timeStep: 0)
    },
    Refusal("cadence.gradientSteps must be in 1...1000000, was -3") { $0.cadence.gradientSteps = -3 },
    Refusal("replay.capacity must be in 1...8388608, was 9000000") { $0.replay.capacity = 9_000_000 },
    Refusal("replay.prioritized must be null, since this agent draws uniformly, was an object") {
      $0.replay.prioritized = PrioritizedReplay()
    },
    Refusal("network.hidden must have widths in 1...8192, was [0]") { $0.actor.hidden = [0] },
    Refusal("network.hidden must have widths in 1...8192, was [0]") { $0.critic.hidden = [0] },
    Refusal("adamEpsilon must be positive, was nan") { $0.adamEpsilon = .nan },
    Refusal("weightDecay must be finite and not negative, was -1.0") { $0.weightDecay = -1 },
    Refusal("threads must be 1 or 2, was 3") { $0.threads = 3 },
  ]

  @Test("SAC names the field, its rule and what was found", arguments: sac)
  func refusedBySAC(_ refusal: Refusal<SACConfiguration>) throws { try refusal.check(with: SACRecipe.self) }

  @Test("TD3 names the field, its rule and what was found", arguments: td3)
  func refusedByTD3(_ refusal: Refusal<TD3Configuration>) throws { try refusal.check(with: TD3Recipe.self) }

  @Test("DDPG names the field, its rule and what was found", arguments: ddpg)
  func refusedByDDPG(_ refusal: Refusal<DDPGConfiguration>) throws { try refusal.check(with: DDPGRecipe.self) }

  @Test("Defaults and presets are valid and survive JSON")
  func valid() throws {
    func check<C: Configuration>(_ configurations: [C]) throws {
      for configuration in configurations {
        try configuration.validate()
        #expect(try JSONDecoder().decode(C.self, from: JSONEncoder().encode(configuration)) == configuration)
      }
    }
    try check([
      SACConfiguration(), .pendulum, .quickPendulum, SACConfiguration(temperature: .fixed(value: 0.2)),
      SACConfiguration(temperature: .learned(start: 0.5, targetEntropy: -3)),
    ])
    try check([TD3Configuration(), .pendulum])
    try check([DDPGConfiguration(), .pendulum, DDPGConfiguration(explorationNoise: .ornsteinUhlenbeck(deviation: 0.2))])
  }
}
