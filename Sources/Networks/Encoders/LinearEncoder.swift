import RLCore
import Settings
import Tensors

/// A linear layer with ReLU over the whole group.
public struct LinearEncoder: ObservationEncoder {
  /// What documents call it.
  public static let name = "linear"

  /// Features that come out.
  public var outputs: Int

  /// The encoder, with 32 features.
  public init() { self.init(outputs: 32) }

  /// An encoder with so many features.
  public init(outputs: Int) { self.outputs = outputs }

  /// Requires 1 to 8192 features.
  public func validate() throws(ConfigurationError) { try requireOutputs(outputs) }

  /// ``outputs``, whatever the group.
  public func outputs(for group: ObservationSpace.Group) -> Int { outputs }

  /// Reserves `name.weight` and `name.bias`.
  public func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    LinearLayer(
      name, inputs: group.width, outputs: outputs, activation: .relu, initializer: .orthogonalReLU, in: &layout)
  }
}

extension LinearLayer: Network {}
