import RLCore
import Settings
import Tensors

/// Hidden layers that end in two heads, the value of the state and the advantage of each choice over the mean of all
/// (Wang et al., "Dueling Network Architectures for Deep Reinforcement Learning", 2016).
public struct DuelingBlueprint: NetworkBlueprint, Configuration {
  /// Widths of the hidden layers that both heads share.
  public var hidden: [Int]
  /// What follows every hidden layer.
  public var activation: Activation
  /// What encodes the observation for the layers; `nil` reads it as it is.
  public var encoding: ObservationEncoding?

  /// A blueprint; two layers of 64 with ReLU by default.
  public init(hidden: [Int] = [64, 64], activation: Activation = .relu, encoding: ObservationEncoding? = nil) {
    self.encoding = encoding
    self.hidden = hidden
    self.activation = activation
  }

  /// The same layers with another end.
  public init(_ layers: LayersBlueprint) {
    self.init(hidden: layers.hidden, activation: layers.activation, encoding: layers.encoding)
  }

  /// The same layers by themselves.
  public var layers: LayersBlueprint {
    LayersBlueprint(hidden: hidden, activation: activation, encoding: encoding)
  }

  /// Requires at least one hidden layer, and every width to lie in its range.
  public func validate() throws(ConfigurationError) {
    try require(
      !hidden.isEmpty && hidden.allSatisfy { (1...8192).contains($0) }, "network.hidden",
      must: "have widths in 1...8192 for both heads to share", found: hidden)
    try encoding?.validate()
  }

  /// Reserves `NAME.trunk.L`, `NAME.value.0` and `NAME.advantage.0`, uniform in ±1/√inputs as PyTorch's layers.
  public func build(
    _ name: String, for observations: ObservationSpace, outputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    try validate()
    let encoded = try encoding?.build(name, for: observations, in: &layout)
    let widths = [encoding?.outputs(for: observations) ?? observations.width] + hidden
    let layers = widths.indices.dropFirst().map { index in
      let bound = 1 / Float(widths[index - 1]).squareRoot()
      return LinearLayer(
        "\(name).trunk.\(index - 1)", inputs: widths[index - 1], outputs: widths[index], activation: activation,
        initializer: .uniform(bound: bound), biasInitializer: .uniform(bound: bound), in: &layout)
    }
    let last = widths[widths.count - 1]
    let network = DuelingNetwork(
      trunk: layers,
      value: MLP(uniform: "\(name).value", widths: [last, 1], activation: activation, in: &layout),
      advantage: MLP(uniform: "\(name).advantage", widths: [last, outputs], activation: activation, in: &layout))
    guard let encoded else { return network }
    return EncodedNetwork(encoding: encoded, network: network)
  }
}

/// What a ``DuelingBlueprint`` builds.
struct DuelingNetwork: Network {
  let trunk: [LinearLayer]
  let value: MLP
  let advantage: MLP

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    var y = x
    for layer in trunk { y = layer(y, on: tape) }
    return tape.dueling(value: value(y, on: tape), advantages: advantage(y, on: tape))
  }
}
