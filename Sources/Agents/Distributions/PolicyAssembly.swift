import Networks
import RLCore
import Settings
import Tensors

/// How the noise of continuous actions starts and what it depends on; discrete actions have none.
public struct NoiseOptions: Sendable {
  /// ln of the standard deviations at the start.
  public var initialLogDeviation: Float
  /// Noise that depends on the state; `nil` draws each action independently.
  public var stateDependent: StateDependentNoiseConfiguration?

  /// Independent noise with standard deviations of 1 by default.
  public init(initialLogDeviation: Float = 0, stateDependent: StateDependentNoiseConfiguration? = nil) {
    self.initialLogDeviation = initialLogDeviation
    self.stateDependent = stateDependent
  }

  /// Requires every value to lie in its range.
  func validate() throws(ConfigurationError) {
    try require(
      (-20...5).contains(initialLogDeviation), "initialLogDeviation", must: "be in -20...5", found: initialLogDeviation)
    try stateDependent?.validate()
  }
}

/// A policy network with the distribution that its outputs belong to.
struct PolicyAssembly<Network, ActionType: PolicyAction> {
  let network: Network
  let distribution: ActionType.Distribution
}

extension PolicyAssembly where Network == any ActorCritic {
  /// Reserves the parameters of both.
  ///
  /// - Throws: `ConfigurationError` if the network, the noise and the actions do not fit each other.
  init(
    _ blueprint: any ActorCriticBlueprint, observations: ObservationSpace, actions: ActionType.Domain,
    noise: NoiseOptions, in layout: inout ParameterLayout
  ) throws(ConfigurationError) {
    let features = blueprint.policyFeatures(for: observations)
    distribution = try ActionType.Distribution(over: actions, noise: noise, features: features, in: &layout)
    let plain = try blueprint.build(for: observations, policyOutputs: distribution.outputs, in: &layout)
    guard noise.stateDependent != nil else {
      network = plain
      return
    }
    guard let revealing = plain.revealingPolicyFeatures else { throw .hiddenFeatures }
    network = revealing
  }
}

extension PolicyAssembly where Network == RecurrentActorCritic {
  /// Reserves the parameters of both.
  ///
  /// - Throws: `ConfigurationError` if a setting is out of range, or the noise does not fit the actions.
  init(
    _ blueprint: RecurrentBlueprint, observations: ObservationSpace, actions: ActionType.Domain, noise: NoiseOptions,
    in layout: inout ParameterLayout
  ) throws(ConfigurationError) {
    distribution = try ActionType.Distribution(
      over: actions, noise: noise, features: blueprint.policyFeatures, in: &layout)
    let plain = try blueprint.build(for: observations, policyOutputs: distribution.outputs, in: &layout)
    network = noise.stateDependent == nil ? plain : plain.revealingPolicyFeatures
  }
}

extension ConfigurationError {
  /// State-dependent noise with a network that keeps its features to itself.
  static let hiddenFeatures = ConfigurationError(
    field: "stateDependentNoise", must: "be null with a network that does not reveal its policy's features",
    found: "set")
}
