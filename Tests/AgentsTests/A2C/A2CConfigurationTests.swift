import Foundation
import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("A2CConfiguration")
struct A2CConfigurationTests {
  /// A change that is refused, and the sentence that says why.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let sentence: String
    let change: @Sendable (inout A2CConfiguration) -> Void

    init(_ sentence: String, _ change: @escaping @Sendable (inout A2CConfiguration) -> Void) {
      self.sentence = sentence
      self.change = change
    }

    var testDescription: String { sentence }
  }

  private static let refusals = [
    Refusal("learningRate must be in 0..<1, was nan") { $0.learningRate = .constant(.nan) },
    Refusal("learningRate must start above 0, was 0.0") { $0.learningRate = .linear(from: 0, to: 1e-3) },
    Refusal("rolloutSteps must be in 1...1000000, was 0") { $0.rolloutSteps = 0 },
    Refusal("discount must be in 0...1, was 1.01") { $0.discount = 1.01 },
    Refusal("lambda must be in 0...1, was -0.5") { $0.lambda = -0.5 },
    Refusal("entropyCoefficient must be finite and not negative, was -0.01") { $0.entropyCoefficient = -0.01 },
    Refusal("valueCoefficient must be finite and not negative, was inf") { $0.valueCoefficient = .infinity },
    Refusal("maximumGradientNorm must be positive, was nan") { $0.maximumGradientNorm = .nan },
    Refusal("optimizer.rmsprop.decay must be in 0..<1, was 1.0") { $0.optimizer = .rmsprop(decay: 1) },
    Refusal("optimizer.rmsprop.epsilon must be positive, was 0.0") { $0.optimizer = .rmsprop(epsilon: 0) },
    Refusal("optimizer.adam.epsilon must be positive, was -1.0") { $0.optimizer = .adam(epsilon: -1) },
    Refusal("optimizer.adam.weightDecay must be finite and not negative, was inf") {
      $0.optimizer = .adam(weightDecay: .infinity)
    },
    Refusal("initialLogDeviation must be in -20...5, was nan") { $0.initialLogDeviation = .nan },
    Refusal("stateDependentNoise.sampleInterval must be positive or null, was 0") {
      $0.stateDependentNoise = StateDependentNoiseConfiguration(sampleInterval: 0)
    },
    Refusal("threads must be 1 or 2, was 3") { $0.threads = 3 },
  ]

  @Test("A value out of range names its field, its rule and what was found", arguments: refusals)
  func refused(_ refusal: Refusal) throws {
    var configuration = A2CConfiguration()
    refusal.change(&configuration)
    let error = try #require(throws: ConfigurationError.self) { try configuration.validate() }
    #expect(error.description == refusal.sentence)
    #expect(throws: error) { try A2C(configuration, in: Self.context(DiscreteAction.Domain(count: 2))) }
  }

  private static func context<Space: ActionSpace>(_ space: Space) -> AgentContext<Space.ActionType> {
    AgentContext(observationSpace: ObservationSpace(width: 3), actionSpace: space, random: RandomStream(seed: 1))
  }

  @Test("State-dependent noise is refused for discrete actions, by A2C and by PPO")
  func discreteNoise() throws {
    let noise = StateDependentNoiseConfiguration()
    let sentence = "stateDependentNoise must be null unless actions are continuous, was set for discrete(2)"
    let context = Self.context(DiscreteAction.Domain(count: 2))
    let first = try #require(throws: ConfigurationError.self) {
      try A2C(A2CConfiguration(stateDependentNoise: noise), in: context)
    }
    let second = try #require(throws: ConfigurationError.self) {
      try PPO(PPOConfiguration(stateDependentNoise: noise), in: context)
    }
    #expect(first.description == sentence && second.description == sentence)
  }

  @Test("The defaults and the presets are valid and survive JSON")
  func valid() throws {
    let presets: [A2CConfiguration] = [
      A2CConfiguration(), .cartPole, .acrobot, .mountainCar, .lunarLander, .pendulum, .mountainCarContinuous,
    ]
    for configuration in presets {
      try configuration.validate()
      let copy = try JSONDecoder().decode(A2CConfiguration.self, from: JSONEncoder().encode(configuration))
      #expect(copy == configuration)
    }
    for configuration: PPOConfiguration in [
      .acrobot, .mountainCar, .lunarLander, .pendulum, .mountainCarContinuous,
    ] {
      try configuration.validate()
      let copy = try JSONDecoder().decode(PPOConfiguration.self, from: JSONEncoder().encode(configuration))
      #expect(copy == configuration)
    }
  }

  @Test("ε stands behind the root, advantages are not normalised, and returns reach to the end of the rollout")
  func defaults() {
    #expect(A2CConfiguration().optimizer == .rmsprop(decay: 0.99, epsilon: 1e-5, placement: .outsideRoot))
    #expect(!A2CConfiguration().normalizesAdvantages && A2CConfiguration().lambda == 1)
  }

  @Test("The factory makes it by name and from JSON for every kind of action")
  func factory() throws {
    let noise = #"{"sampleInterval": 8, "usesExpln": true}"#
    let settings = try JSONValue(
      parsing: #"{"optimizer": {"adam": {"epsilon": 0.001}}, "stateDependentNoise": \#(noise)}"#)
    let box = Self.context(ContinuousAction.Domain(low: [-1], high: [1]))
    let agent = try #require(
      try Registry.standard.agent("a2c", settings: settings, in: box) as? A2C<ContinuousAction>)
    #expect(agent.configuration.optimizer == .adam(epsilon: 0.001))
    #expect(
      agent.configuration.stateDependentNoise == StateDependentNoiseConfiguration(sampleInterval: 8, usesExpln: true))
    let misspelt = try JSONValue(parsing: #"{"stateDependentNoise": {"interval": 8}}"#)
    let error = try #require(throws: ConfigurationError.self) {
      try Registry.standard.agent("a2c", settings: misspelt, in: box)
    }
    #expect(error.field == "stateDependentNoise")
    #expect(error.must == "be understood (interval is none of sampleInterval, usesExpln, learnsFeatures)")
    let choice = try Registry.standard.agent("a2c", in: Self.context(DiscreteAction.Domain(count: 2)))
    #expect(choice is A2C<DiscreteAction>)
    let choices = try Registry.standard.agent("a2c", in: Self.context(MultiDiscreteAction.Domain(counts: [2])))
    #expect(choices is A2C<MultiDiscreteAction>)
  }

  @Test("Layers that do not start orthogonal start as PyTorch's, biases too")
  func uniformInitialization() throws {
    let agent = try A2C(
      A2CConfiguration(network: MLPBlueprint(hidden: [16], orthogonalInitialization: false)),
      in: Self.context(DiscreteAction.Domain(count: 2)))
    for entry in agent.layout.entries {
      let inputs = entry.name.contains(".0.") ? 3 : 16
      let values = (0..<entry.slice.count).map { abs(agent.parameters.pointer[entry.slice.offset + $0]) }
      let bound = 1 / Float(inputs).squareRoot()
      #expect(values.allSatisfy { $0 <= bound } && values.contains { $0 > 0 }, "\(entry.name)")
    }
  }
}
