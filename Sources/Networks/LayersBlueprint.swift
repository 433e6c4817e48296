import RLCore
import Settings
import Tensors

/// Fully connected hidden layers: the usual network of agents that learn from a replay buffer.
public struct LayersBlueprint: NetworkBlueprint, Configuration {
  /// Widths of the hidden layers.
  public var hidden: [Int]
  /// What follows every hidden layer.
  public var activation: Activation

  /// A blueprint; two layers of 256 with ReLU by default.
  public init(hidden: [Int] = [256, 256], activation: Activation = .relu) {
    self.hidden = hidden
    self.activation = activation
  }

  /// Requires every width to lie in its range.
  public func validate() throws(ConfigurationError) {
    try require(
      hidden.allSatisfy { (1...8192).contains($0) }, "network.hidden", must: "have widths in 1...8192", found: hidden)
  }

  /// Reserves the parameters and lays out the layers, which start as PyTorch's do: uniform in ±1/√inputs, biases too.
  public func build(
    _ name: String, for observations: ObservationSpace, outputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    try validate()
    return MLP(uniform: name, widths: [observations.width] + hidden + [outputs], activation: activation, in: &layout)
  }
}
