import RLCore
import Settings
import Tensors

/// Multi-layer perceptrons for policy and value, apart or on a common trunk.
public struct MLPBlueprint: ActorCriticBlueprint, Configuration {
  /// Widths of the layers that both share; empty keeps them apart.
  public var shared: [Int]
  /// Widths of the policy's own hidden layers.
  public var policy: [Int]
  /// Widths of the value's own hidden layers.
  public var value: [Int]
  /// What follows every hidden layer.
  public var activation: Activation
  /// Whether weights start orthogonal and biases at 0; otherwise both start as PyTorch's do, uniform in ±1/√inputs.
  public var orthogonalInitialization: Bool

  /// A blueprint; two separate networks of 64, 64 with tanh by default.
  public init(
    shared: [Int] = [], policy: [Int] = [64, 64], value: [Int] = [64, 64], activation: Activation = .tanh,
    orthogonalInitialization: Bool = true
  ) {
    self.shared = shared
    self.policy = policy
    self.value = value
    self.activation = activation
    self.orthogonalInitialization = orthogonalInitialization
  }

  /// Two separate networks with the same hidden layers.
  public init(hidden: [Int], activation: Activation = .tanh, orthogonalInitialization: Bool = true) {
    self.init(
      policy: hidden, value: hidden, activation: activation, orthogonalInitialization: orthogonalInitialization)
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    for (name, widths) in [("shared", shared), ("policy", policy), ("value", value)] {
      try require(
        widths.allSatisfy { (1...8192).contains($0) }, "network.\(name)", must: "have widths in 1...8192", found: widths
      )
    }
  }

  /// Reserves the parameters and lays out the layers.
  public func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    try validate()
    let trunk = MLP(
      "trunk", inputs: observations.width, hidden: shared, outputs: nil, activation: activation,
      isOrthogonal: orthogonalInitialization, in: &layout)
    let width = shared.last ?? observations.width
    return MLPActorCritic(
      trunk: trunk,
      policyHead: MLP(
        "policy", inputs: width, hidden: policy, outputs: policyOutputs, activation: activation, outputGain: 0.01,
        isOrthogonal: orthogonalInitialization, in: &layout),
      valueHead: MLP(
        "value", inputs: width, hidden: value, outputs: 1, activation: activation,
        isOrthogonal: orthogonalInitialization, in: &layout))
  }

  /// The width of the policy's last hidden layer, else of the trunk, else of the observation.
  public func policyFeatures(for observations: ObservationSpace) -> Int? {
    policy.last ?? shared.last ?? observations.width
  }
}

/// See ``MLPBlueprint``.
struct MLPActorCritic: TwoHeadedActorCritic {
  let trunk: MLP
  let policyHead: MLP
  let valueHead: MLP

  var sharesParameters: Bool { !trunk.layers.isEmpty }

  @_specialize(where Scalar == Float)
  func features<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    trunk(observations, on: tape)
  }
}
