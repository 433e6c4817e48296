import RLCore
import Settings
import Tensors

/// Networks for policy and value: encoders of the observation's groups, a common trunk, two heads.
///
/// By default there are the heads alone: two multi-layer perceptrons that read the whole observation.
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
  /// What encodes the observation for both; `nil` reads it as it is.
  public var encoding: ObservationEncoding?
  /// A network whose choices point at rows of the observation, in place of all other layers; `nil` for none.
  public var pointer: PointerBlueprint?

  /// A blueprint; two separate networks of 64, 64 with tanh by default.
  public init(
    shared: [Int] = [], policy: [Int] = [64, 64], value: [Int] = [64, 64], activation: Activation = .tanh,
    orthogonalInitialization: Bool = true, encoding: ObservationEncoding? = nil, pointer: PointerBlueprint? = nil
  ) {
    self.encoding = encoding
    self.pointer = pointer
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
    try encoding?.validate()
    try pointer?.validate()
    try require(
      pointer == nil || encoding == nil, "network.encoding", must: "be null beside network.pointer", found: "set")
  }

  /// Reserves the parameters and lays out the layers.
  public func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    try validate()
    if let pointer { return try pointer.build(for: observations, policyOutputs: policyOutputs, in: &layout) }
    let encoded = try encoding?.build(nil, for: observations, in: &layout)
    let inputs = encoding?.outputs(for: observations) ?? observations.width
    let trunk = MLP(
      "trunk", inputs: inputs, hidden: shared, outputs: nil, activation: activation,
      isOrthogonal: orthogonalInitialization, in: &layout)
    let width = shared.last ?? inputs
    return MLPActorCritic(
      encoding: encoded, trunk: trunk,
      policyHead: MLP(
        "policy", inputs: width, hidden: policy, outputs: policyOutputs, activation: activation, outputGain: 0.01,
        isOrthogonal: orthogonalInitialization, in: &layout),
      valueHead: MLP(
        "value", inputs: width, hidden: value, outputs: 1, activation: activation,
        isOrthogonal: orthogonalInitialization, in: &layout))
  }

  /// This blueprint.
  public var networkSettings: MLPBlueprint? { self }

  /// The width of the policy's last hidden layer, else of the trunk, else of the encoding, else of the observation; `nil`
  /// for a pointer network.
  public func policyFeatures(for observations: ObservationSpace) -> Int? {
    guard pointer == nil else { return nil }
    return policy.last ?? shared.last ?? encoding?.outputs(for: observations) ?? observations.width
  }
}

/// See ``MLPBlueprint``.
struct MLPActorCritic: TwoHeadedActorCritic {
  let encoding: EncodedObservation?
  let trunk: MLP
  let policyHead: MLP
  let valueHead: MLP

  var sharesParameters: Bool { encoding != nil || !trunk.layers.isEmpty }

  @_specialize(where Scalar == Float)
  func features<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    trunk(encoding.map { $0(observations, on: tape) } ?? observations, on: tape)
  }
}
