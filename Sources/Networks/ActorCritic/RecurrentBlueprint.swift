import RLCore
import Settings
import Tensors

/// Recurrent networks for policy and value: encoders of the observation's groups if there are some, a memory, and fully
/// connected layers on what it gives.
public struct RecurrentBlueprint: Configuration {
  /// The kind of memory.
  public var cell: RecurrentCell
  /// Values of each layer's hidden state.
  public var width: Int
  /// Recurrent layers, one behind the other.
  public var layers: Int
  /// Whether policy and value read the same memory, which then learns from both losses.
  ///
  /// Separate ones are trained side by side.
  public var sharesMemory: Bool
  /// Widths of the policy's hidden layers behind the memory.
  public var policy: [Int]
  /// Widths of the value's hidden layers behind the memory.
  public var value: [Int]
  /// What follows every hidden layer.
  public var activation: Activation
  /// Whether the layers behind the memory start orthogonal, with a policy that is undecided; otherwise uniform in
  /// ±1/√inputs, biases too.
  ///
  /// The memory itself always starts uniform in ±1/√width.
  public var startsOrthogonal: Bool
  /// What encodes the observation for a memory, for each its own unless they share one; `nil` reads it as it is.
  public var encoding: ObservationEncoding?

  /// A blueprint; the defaults are those of sb3-contrib.
  public init(
    cell: RecurrentCell = .lstm, width: Int = 256, layers: Int = 1, sharesMemory: Bool = false,
    policy: [Int] = [64, 64], value: [Int] = [64, 64], activation: Activation = .tanh,
    startsOrthogonal: Bool = true, encoding: ObservationEncoding? = nil
  ) {
    self.encoding = encoding
    self.cell = cell
    self.width = width
    self.layers = layers
    self.sharesMemory = sharesMemory
    self.policy = policy
    self.value = value
    self.activation = activation
    self.startsOrthogonal = startsOrthogonal
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((1...8192).contains(width), "network.width", must: "be in 1...8192", found: width)
    try require((1...8).contains(layers), "network.layers", must: "be in 1...8", found: layers)
    for (name, widths) in [("policy", policy), ("value", value)] {
      try require(
        widths.allSatisfy { (1...8192).contains($0) }, "network.\(name)", must: "have widths in 1...8192", found: widths
      )
    }
    try encoding?.validate()
  }

  /// How many values the policy's last layer reads.
  public var policyFeatures: Int { policy.last ?? width }

  /// Reserves the parameters and lays out the layers.
  ///
  /// - Throws: `ConfigurationError` if a value is out of range.
  public func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> RecurrentActorCritic {
    try validate()
    let inputs = encoding?.outputs(for: observations) ?? observations.width
    func memory(_ name: String) -> RecurrentStack {
      RecurrentStack(name, cell: cell, inputs: inputs, width: width, count: layers, in: &layout)
    }
    func head(_ name: String, hidden: [Int], outputs: Int, gain: Float) -> MLP {
      startsOrthogonal
        ? MLP(
          name, inputs: width, hidden: hidden, outputs: outputs, activation: activation, outputGain: gain, in: &layout)
        : MLP(uniform: name, widths: [width] + hidden + [outputs], activation: activation, in: &layout)
    }
    let policyEncoding = try encoding?.build(sharesMemory ? nil : "policy", for: observations, in: &layout)
    let valueEncoding =
      try sharesMemory ? policyEncoding : encoding?.build("value", for: observations, in: &layout)
    let policyMemory = memory(sharesMemory ? "memory" : "policy.memory")
    let valueMemory = sharesMemory ? policyMemory : memory("value.memory")
    return RecurrentActorCritic(
      policyMemory: policyMemory, valueMemory: valueMemory, sharesMemory: sharesMemory,
      policyHead: head("policy", hidden: policy, outputs: policyOutputs, gain: 0.01),
      valueHead: head("value", hidden: value, outputs: 1, gain: 1), policyEncoding: policyEncoding,
      valueEncoding: valueEncoding)
  }
}

/// A policy and a value that remember.
///
/// It holds no numbers, only where they lie. Memories run over whole sequences and the heads over any rows of what they
/// give, so that padding never reaches a loss.
public struct RecurrentActorCritic: Sendable {
  /// What the policy remembers.
  public let policyMemory: RecurrentStack
  /// What the value remembers; the policy's where they share one.
  public let valueMemory: RecurrentStack
  /// Whether there is one memory for both.
  public let sharesMemory: Bool
  let policyHead: MLP
  let valueHead: MLP
  let policyEncoding: EncodedObservation?
  let valueEncoding: EncodedObservation?
  private var revealsFeatures = false

  init(
    policyMemory: RecurrentStack, valueMemory: RecurrentStack, sharesMemory: Bool, policyHead: MLP, valueHead: MLP,
    policyEncoding: EncodedObservation?, valueEncoding: EncodedObservation?
  ) {
    self.policyEncoding = policyEncoding
    self.valueEncoding = valueEncoding
    self.policyMemory = policyMemory
    self.valueMemory = valueMemory
    self.sharesMemory = sharesMemory
    self.policyHead = policyHead
    self.valueHead = valueHead
  }

  /// The same network, whose policy outputs are followed by the features that its last layer reads.
  ///
  /// State-dependent noise is a function of them.
  public var revealingPolicyFeatures: RecurrentActorCritic {
    var network = self
    network.revealsFeatures = true
    return network
  }

  /// What the policy's memory reads, [rows × features], from observations.
  @_specialize(where Scalar == Float)
  public func policyInput<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    policyEncoding.map { $0(observations, on: tape) } ?? observations
  }

  /// What the value's memory reads, [rows × features], from observations.
  @_specialize(where Scalar == Float)
  public func valueInput<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    valueEncoding.map { $0(observations, on: tape) } ?? observations
  }

  /// What the action distribution is made of, [rows × policy outputs], from rows of the policy's memory.
  @_specialize(where Scalar == Float)
  public func policy<Scalar>(_ memory: Variable, on tape: Tape<Scalar>) -> Variable {
    guard revealsFeatures else { return policyHead(memory, on: tape) }
    let (outputs, features) = policyHead.outputsAndFeatures(memory, on: tape)
    return tape.concatenate([outputs, features])
  }

  /// Values, [rows × 1], from rows of the value's memory.
  @_specialize(where Scalar == Float)
  public func value<Scalar>(_ memory: Variable, on tape: Tape<Scalar>) -> Variable { valueHead(memory, on: tape) }
}
