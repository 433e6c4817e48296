import Settings
import Tensors

/// A stack of linear layers.
public struct MLP: Sendable {
  /// The layers, first to last.
  public let layers: [LinearLayer]

  /// Reserves `name.0`, `name.1` and so on.
  ///
  /// Hidden layers start orthogonal with a gain of √2, the last one with `outputGain`: 0.01 makes a policy start
  /// undecided, 1 suits values (Huang et al., "The 37 Implementation Details of PPO", 2022).
  ///
  /// - Parameters:
  ///   - name: Comes before the number of each layer.
  ///   - inputs: Width of the input.
  ///   - hidden: Widths of the hidden layers.
  ///   - outputs: Width of the last layer, which has no activation; `nil` ends with the last hidden one.
  ///   - activation: Of the hidden layers.
  ///   - outputGain: Of the last layer's initialisation.
  ///   - isOrthogonal: Whether the layers start so; otherwise uniform in ±1/√inputs, biases too, as PyTorch's do.
  ///   - layout: Where the parameters are reserved.
  public init(
    _ name: String, inputs: Int, hidden: [Int], outputs: Int?, activation: Activation, outputGain: Float = 1,
    isOrthogonal: Bool = true, in layout: inout ParameterLayout
  ) {
    guard isOrthogonal else {
      let last = outputs.map { [$0] } ?? []
      layers = Self.uniformLayers(name, widths: [inputs] + hidden + last, hidden: hidden.count, activation, in: &layout)
      return
    }
    var layers: [LinearLayer] = []
    var width = inputs
    for (index, next) in hidden.enumerated() {
      layers.append(
        LinearLayer(
          "\(name).\(index)", inputs: width, outputs: next, activation: activation,
          initializer: .orthogonal(gain: Float(2).squareRoot()), in: &layout))
      width = next
    }
    if let outputs {
      layers.append(
        LinearLayer(
          "\(name).\(hidden.count)", inputs: width, outputs: outputs, initializer: .orthogonal(gain: outputGain),
          in: &layout))
    }
    self.layers = layers
  }

  /// Reserves `name.0`, `name.1` and so on, which start uniform in ±1/√inputs, biases too, as PyTorch's do.
  ///
  /// - Parameters:
  ///   - name: Comes before the number of each layer.
  ///   - widths: Of the input, of every hidden layer and of the output.
  ///   - activation: Of the hidden layers.
  ///   - layout: Where the parameters are reserved.
  public init(uniform name: String, widths: [Int], activation: Activation, in layout: inout ParameterLayout) {
    enforce(widths.count > 1, "a network must have an input and an output, was \(widths)")
    layers = Self.uniformLayers(name, widths: widths, hidden: widths.count - 2, activation, in: &layout)
  }

  private static func uniformLayers(
    _ name: String, widths: [Int], hidden: Int, _ activation: Activation, in layout: inout ParameterLayout
  ) -> [LinearLayer] {
    zip(widths, widths.dropFirst()).enumerated().map { index, width in
      let bound = 1 / Float(width.0).squareRoot()
      return LinearLayer(
        "\(name).\(index)", inputs: width.0, outputs: width.1, activation: index < hidden ? activation : .identity,
        initializer: .uniform(bound: bound), biasInitializer: .uniform(bound: bound), in: &layout)
    }
  }

  /// Maps [rows × inputs] to [rows × outputs].
  @_specialize(where Scalar == Float)
  public func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    var y = x
    for layer in layers { y = layer(y, on: tape) }
    return y
  }

  /// The result with what the last layer reads.
  @_specialize(where Scalar == Float)
  func outputsAndFeatures<Scalar>(
    _ x: Variable, on tape: Tape<Scalar>
  ) -> (outputs: Variable, features: Variable) {
    var (y, features) = (x, x)
    for layer in layers {
      features = y
      y = layer(y, on: tape)
    }
    return (y, features)
  }
}
