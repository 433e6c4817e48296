import Foundation
import RLCore
import Randomness
import Settings
import Testing

@testable import Agents

@Suite("PPOConfiguration")
struct ConfigurationTests {
  /// A change that is refused, and the sentence that says why.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let sentence: String
    let change: @Sendable (inout PPOConfiguration) -> Void

    init(_ sentence: String, _ change: @escaping @Sendable (inout PPOConfiguration) -> Void) {
      self.sentence = sentence
      self.change = change
    }

    var testDescription: String { sentence }
  }

  private static let refusals = [
    Refusal("clipRange must be in 0..<1, was 1.3") { $0.clipRange = 1.3 },
    Refusal("clipRange must be in 0..<1, was -0.1") { $0.clipRange = .linear(from: 0.2, to: -0.1) },
    Refusal("clipRange must start above 0, was 0.0") { $0.clipRange = .constant(0) },
    Refusal("learningRate must be in 0..<1, was nan") { $0.learningRate = .constant(.nan) },
    Refusal("learningRate must start above 0, was 0.0") { $0.learningRate = .linear(from: 0, to: 1e-3) },
    Refusal("rolloutSteps must be in 1...1000000, was 0") { $0.rolloutSteps = 0 },
    Refusal("batchSize must be positive, was -64") { $0.batchSize = -64 },
    Refusal("epochs must be positive, was 0") { $0.epochs = 0 },
    Refusal("discount must be in 0...1, was 1.01") { $0.discount = 1.01 },
    Refusal("lambda must be in 0...1, was -0.5") { $0.lambda = -0.5 },
    Refusal("valueClipRange must be positive, was 0.0") { $0.valueClipRange = 0 },
    Refusal("entropyCoefficient must be finite and not negative, was -0.01") { $0.entropyCoefficient = -0.01 },
    Refusal("valueCoefficient must be finite and not negative, was inf") { $0.valueCoefficient = .infinity },
    Refusal("maximumGradientNorm must be positive, was nan") { $0.maximumGradientNorm = .nan },
    Refusal("targetDivergence must be positive, was 0.0") { $0.targetDivergence = 0 },
    Refusal("adamEpsilon must be positive, was 0.0") { $0.adamEpsilon = 0 },
    Refusal("weightDecay must be finite and not negative, was -1.0") { $0.weightDecay = -1 },
    Refusal("threads must be 1 or 2, was 3") { $0.threads = 3 },
  ]

  @Test("A value out of range names its field, its rule and what was found", arguments: refusals)
  func refused(_ refusal: Refusal) throws {
    var configuration = PPOConfiguration()
    refusal.change(&configuration)
    let error = try #require(throws: ConfigurationError.self) { try configuration.validate() }
    #expect(error.description == refusal.sentence)
    #expect(throws: error) {
      try PPO<DiscreteAction>(
        configuration, observationSpace: ObservationSpace(width: 1), actionSpace: DiscreteAction.Domain(count: 2),
        masksActions: false, random: RandomStream(seed: 1))
    }
  }

  @Test("The defaults and the presets are valid and survive JSON")
  func valid() throws {
    for configuration in [PPOConfiguration(), .cartPole] {
      try configuration.validate()
      let copy = try JSONDecoder().decode(PPOConfiguration.self, from: JSONEncoder().encode(configuration))
      #expect(copy == configuration)
    }
  }
}
