import RLCore
import Randomness
import Settings
import Tensors

/// How the outputs of a policy network become actions.
///
/// Actions are handled in their stored form: the values that `Action.write(into:)` gives, before clipping to bounds.
public protocol PolicyDistribution<ActionType>: Sendable {
  /// What is drawn.
  associatedtype ActionType: Action

  /// A distribution over a space.
  ///
  /// - Parameters:
  ///   - space: The actions.
  ///   - layout: Where parameters of the distribution itself are reserved.
  init(over space: ActionType.Domain, in layout: inout ParameterLayout)

  /// A distribution over a space, with settings of its noise.
  ///
  /// - Parameters:
  ///   - space: The actions.
  ///   - noise: How continuous actions vary.
  ///   - features: How many values the policy's last layer reads; `nil` if the network does not tell.
  ///   - layout: Where parameters of the distribution itself are reserved.
  /// - Throws: `ConfigurationError` if the noise does not fit.
  init(
    over space: ActionType.Domain, noise: NoiseOptions, features: Int?, in layout: inout ParameterLayout
  ) throws(ConfigurationError)

  /// Draws noise that outlasts a step, where this is due.
  ///
  /// - Parameters:
  ///   - step: Of the rollout, from 0.
  ///   - environments: Rows that ``choose(from:mask:mode:on:actions:logProbabilities:using:)`` will get.
  ///   - parameters: Current values.
  ///   - random: The only source of randomness.
  mutating func prepareToExplore(
    step: Int, environments: Int, parameters: AlignedBuffer<Float>, using random: inout RandomStream)

  /// The noise that outlasts a step as it was drawn last; empty if there is none, or none yet.
  ///
  /// A checkpoint within a rollout holds it.
  var lastingNoise: [Float] { get }

  /// How many values noise that outlasts a step has for some environments; 0 if there is none.
  func lastingNoiseCount(environments: Int) -> Int

  /// Goes on with noise that was drawn before, ``lastingNoiseCount(environments:)`` values.
  mutating func restoreLastingNoise(_ values: [Float])

  /// Values that the policy network gives for each observation.
  var outputs: Int { get }

  /// Chooses an action for each row.
  ///
  /// - Parameters:
  ///   - outputs: [rows × outputs].
  ///   - mask: Valid choices, [rows × mask width], or `nil` if all are.
  ///   - mode: Draw, or take the most probable.
  ///   - tape: Where the outputs were computed.
  ///   - actions: Receives the stored actions, [rows × storage width].
  ///   - logProbabilities: Receives ln π of each action, [rows].
  ///   - random: The only source of randomness.
  func choose(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, mode: ActingMode, on tape: Tape<Float>,
    actions: UnsafeMutablePointer<Float>, logProbabilities: UnsafeMutablePointer<Float>,
    using random: inout RandomStream)

  /// ln π of stored actions and the entropy of π, each [rows × 1].
  ///
  /// - Parameters:
  ///   - actions: Stored actions, [rows × storage width], that outlive the pass.
  ///   - outputs: [rows × outputs].
  ///   - mask: Valid choices, [rows × mask width], or `nil` if all are.
  ///   - tape: Where the outputs were computed.
  /// - Returns: Both as [rows × 1].
  func evaluate<Scalar>(
    _ actions: UnsafePointer<Scalar>, under outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> (logProbability: Variable, entropy: Variable)

  /// How much is held of every action, of the one row of a policy's outputs; parameters as above.
  func preferences(from outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Float>) -> ActionPreferences

  /// The action that the environment gets for a stored one.
  func action(stored: Span<Float>) -> ActionType
}

extension PolicyDistribution {
  /// A distribution without noise of its own refuses noise that depends on the state.
  public init(
    over space: ActionType.Domain, noise: NoiseOptions, features: Int?, in layout: inout ParameterLayout
  ) throws(ConfigurationError) {
    try require(
      noise.stateDependent == nil, "stateDependentNoise", must: "be null unless actions are continuous",
      found: "set for \(space)")
    self.init(over: space, in: &layout)
  }

  /// Nothing outlasts a step unless a distribution says otherwise.
  public mutating func prepareToExplore(
    step: Int, environments: Int, parameters: AlignedBuffer<Float>, using random: inout RandomStream
  ) {}

  /// No values unless a distribution says otherwise.
  public var lastingNoise: [Float] { [] }

  /// None unless a distribution says otherwise.
  public func lastingNoiseCount(environments: Int) -> Int { 0 }

  /// Nothing to go on with unless a distribution says otherwise.
  public mutating func restoreLastingNoise(_ values: [Float]) {}
}

/// An action that policy-gradient agents can draw.
public protocol PolicyAction: Action {
  /// Its distribution.
  associatedtype Distribution: PolicyDistribution where Distribution.ActionType == Self
}

extension DiscreteAction: PolicyAction {
  /// How policy outputs become actions of this kind.
  public typealias Distribution = MaskedCategorical
}

extension MultiDiscreteAction: PolicyAction {
  /// How policy outputs become actions of this kind.
  public typealias Distribution = MultiCategorical
}

extension ContinuousAction: PolicyAction {
  /// How policy outputs become actions of this kind.
  public typealias Distribution = DiagonalGaussian
}
