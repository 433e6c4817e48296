import Tensors

/// activation(x·weight + bias).
public struct LinearLayer: Sendable {
  /// The weights, [inputs × outputs].
  public let weight: ParameterSlice
  /// The biases, [1 × outputs].
  public let bias: ParameterSlice
  /// What follows.
  public let activation: Activation

  /// Reserves `name.weight` and `name.bias`, which starts at 0 unless said otherwise.
  public init(
    _ name: String, inputs: Int, outputs: Int, activation: Activation = .identity, initializer: Initializer,
    biasInitializer: Initializer = .constant(0), in layout: inout ParameterLayout
  ) {
    weight = layout.reserve("\(name).weight", rows: inputs, columns: outputs, initializer: initializer)
    bias = layout.reserve("\(name).bias", rows: 1, columns: outputs, initializer: biasInitializer)
    self.activation = activation
  }

  /// Maps [rows × inputs] to [rows × outputs].
  @_specialize(where Scalar == Float)
  public func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    tape.linear(x, weight: tape.parameter(weight), bias: tape.parameter(bias), activation: activation)
  }
}

/// Layer normalisation with a gain and a bias for each column.
public struct LayerNormLayer: Sendable {
  /// The gain of each column, [1 × columns].
  public let gain: ParameterSlice
  /// The bias of each column, [1 × columns].
  public let bias: ParameterSlice

  /// Reserves `name.gain`, which starts at 1, and `name.bias`, which starts at 0.
  public init(_ name: String, columns: Int, in layout: inout ParameterLayout) {
    gain = layout.reserve("\(name).gain", rows: 1, columns: columns, initializer: .constant(1))
    bias = layout.reserve("\(name).bias", rows: 1, columns: columns, initializer: .constant(0))
  }

  /// [rows × columns] → the same.
  @_specialize(where Scalar == Float)
  public func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    tape.layerNorm(x, gain: tape.parameter(gain), bias: tape.parameter(bias))
  }
}
