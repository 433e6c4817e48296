import Networks
import RLCore
import Settings
import Tensors

/// The policy of PPO and A2C: a network with a policy and a value, and the distribution that its outputs belong to.
public struct ActorCriticPolicy<ActionType: PolicyAction>: PolicyBlueprint {
  /// The name in policy files.
  public static var kind: String { "actor-critic" }

  /// The network; `nil` for one that settings cannot describe, so that no file of it can be read.
  public var network: MLPBlueprint?
  /// ln of the standard deviations at the start of training, for continuous actions.
  public var initialLogDeviation: Float
  /// Noise that depends on the state, for continuous actions; `nil` draws each action independently.
  public var stateDependentNoise: StateDependentNoiseConfiguration?

  /// The default network.
  public init() { self.init(MLPBlueprint(), noise: NoiseOptions()) }

  /// The policy of a network, by its settings if it has some.
  init(_ network: any ActorCriticBlueprint, noise: NoiseOptions) {
    self.network = network.networkSettings
    initialLogDeviation = noise.initialLogDeviation
    stateDependentNoise = noise.stateDependent
  }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) {
    try network?.validate()
    try noise.validate()
  }

  /// Lays out the network.
  public func build(for spaces: PolicySpaces<ActionType>) throws(ConfigurationError) -> any PolicyModel<ActionType> {
    guard let network else { throw .undescribedNetwork }
    try validate()
    return try ActorCriticModel(network, noise: noise, for: spaces)
  }

  /// All but how parameters start, what is dropped while training, and how noise is drawn.
  public var learnt: JSONValue {
    var policy = self
    policy.initialLogDeviation = 0
    policy.stateDependentNoise = stateDependentNoise?.forActing
    policy.network?.orthogonalInitialization = true
    policy.network?.encoding?.dropout = 0
    policy.network?.pointer?.holdPreference = 0
    return policy.json
  }

  private var noise: NoiseOptions {
    NoiseOptions(initialLogDeviation: initialLogDeviation, stateDependent: stateDependentNoise)
  }
}

/// See ``ActorCriticPolicy``.
struct ActorCriticModel<ActionType: PolicyAction>: PolicyModel {
  let layout: ParameterLayout
  let network: any ActorCritic
  let distribution: ActionType.Distribution
  let spaces: PolicySpaces<ActionType>

  /// Reserves the parameters of network and distribution.
  init(
    _ blueprint: any ActorCriticBlueprint, noise: NoiseOptions, for spaces: PolicySpaces<ActionType>
  ) throws(ConfigurationError) {
    var layout = ParameterLayout()
    let policy = try PolicyAssembly<any ActorCritic, ActionType>(
      blueprint, observations: spaces.observations, actions: spaces.actions, noise: noise, in: &layout)
    self.layout = layout
    self.spaces = spaces
    (network, distribution) = (policy.network, policy.distribution)
  }

  func makeActor(over parameters: AlignedBuffer<Float>) -> PolicyActor<ActionType> {
    PolicyActor(self, over: parameters)
  }

  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<ActionType> {
    makeActor(over: parameters)
  }
}

extension StateDependentNoiseConfiguration {
  /// What parameters depend on: that there is such noise.
  ///
  /// Its settings may change where training goes on.
  var forActing: StateDependentNoiseConfiguration { StateDependentNoiseConfiguration() }
}

extension ConfigurationError {
  /// A policy file whose network was given by code.
  static let undescribedNetwork = ConfigurationError(
    field: "network", must: "be described in the file", found: "one that was given by code; restore it into its agent")
}
