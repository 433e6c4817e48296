import RLCore
import Settings
import Tensors

/// Fully connected hidden layers, behind encoders of the observation's groups if there are some: the network of agents
/// that learn from a replay buffer.
public struct LayersBlueprint: NetworkBlueprint, Configuration {
  /// Widths of the hidden layers.
  public var hidden: [Int]
  /// What follows every hidden layer.
  public var activation: Activation
  /// What encodes the observation for the layers; `nil` reads it as it is.
  public var encoding: ObservationEncoding?

  /// A blueprint; two layers of 256 with ReLU by default.
  public init(hidden: [Int] = [256, 256], activation: Activation = .relu, encoding: ObservationEncoding? = nil) {
    self.encoding = encoding
    self.hidden = hidden
    self.activation = activation
  }

  /// Requires every width to lie in its range.
  public func validate() throws(ConfigurationError) {
    try require(
      hidden.allSatisfy { (1...8192).contains($0) }, "network.hidden", must: "have widths in 1...8192", found: hidden)
    try encoding?.validate()
  }

  /// Reserves the parameters and lays out the layers, which start as PyTorch's do: uniform in ±1/√inputs, biases too.
  public func build(
    _ name: String, for observations: ObservationSpace, outputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    try validate()
    let encoded = try encoding?.build(name, for: observations, in: &layout)
    let inputs = encoding?.outputs(for: observations) ?? observations.width
    let layers = MLP(uniform: name, widths: [inputs] + hidden + [outputs], activation: activation, in: &layout)
    guard let encoded else { return layers }
    return EncodedNetwork(encoding: encoded, network: layers)
  }
}
