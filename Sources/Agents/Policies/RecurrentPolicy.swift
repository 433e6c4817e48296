import Networks
import RLCore
import Settings
import Tensors

/// The policy of recurrent PPO: memories, a policy and a value behind them, and the distribution of actions.
public struct RecurrentPolicy<ActionType: PolicyAction>: PolicyBlueprint {
  /// The name in policy files.
  public static var kind: String { "recurrent-actor-critic" }

  /// The networks.
  public var network: RecurrentBlueprint
  /// ln of the standard deviations at the start of training, for continuous actions.
  public var initialLogDeviation: Float
  /// Noise that depends on what the policy remembers, for continuous actions; `nil` draws each action independently.
  public var stateDependentNoise: StateDependentNoiseConfiguration?

  /// The default networks.
  public init() { self.init(RecurrentBlueprint(), noise: NoiseOptions()) }

  init(_ network: RecurrentBlueprint, noise: NoiseOptions) {
    self.network = network
    initialLogDeviation = noise.initialLogDeviation
    stateDependentNoise = noise.stateDependent
  }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) {
    try network.validate()
    try noise.validate()
  }

  /// Lays out the networks.
  public func build(for spaces: PolicySpaces<ActionType>) throws(ConfigurationError) -> any PolicyModel<ActionType> {
    try makeModel(for: spaces)
  }

  func makeModel(for spaces: PolicySpaces<ActionType>) throws(ConfigurationError) -> RecurrentModel<ActionType> {
    try validate()
    return try RecurrentModel(network, noise: noise, for: spaces)
  }

  /// All but how parameters start, what is dropped while training, and how noise is drawn.
  public var learnt: JSONValue {
    var policy = self
    policy.initialLogDeviation = 0
    policy.stateDependentNoise = stateDependentNoise?.forActing
    policy.network.startsOrthogonal = true
    policy.network.encoding?.dropout = 0
    return policy.json
  }

  private var noise: NoiseOptions {
    NoiseOptions(initialLogDeviation: initialLogDeviation, stateDependent: stateDependentNoise)
  }
}

/// See ``RecurrentPolicy``.
struct RecurrentModel<ActionType: PolicyAction>: PolicyModel {
  let layout: ParameterLayout
  let network: RecurrentActorCritic
  let distribution: ActionType.Distribution
  let spaces: PolicySpaces<ActionType>

  /// Reserves the parameters of networks and distribution.
  init(
    _ blueprint: RecurrentBlueprint, noise: NoiseOptions, for spaces: PolicySpaces<ActionType>
  ) throws(ConfigurationError) {
    var layout = ParameterLayout()
    let policy = try PolicyAssembly<RecurrentActorCritic, ActionType>(
      blueprint, observations: spaces.observations, actions: spaces.actions, noise: noise, in: &layout)
    self.layout = layout
    self.spaces = spaces
    (network, distribution) = (policy.network, policy.distribution)
  }

  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<ActionType> {
    RecurrentRunner(self, over: parameters)
  }
}
