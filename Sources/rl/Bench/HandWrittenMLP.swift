import RLFramework

/// A multi-layer perceptron with tanh, without a tape: what the tape is measured against.
///
/// It calls the same kernels on memory that was laid out once.
final class HandWrittenMLP {
  private struct Layer {
    let inputs: Int
    let outputs: Int
    let weight: Int
    let bias: Int
    let activation: Activation
    let y: AlignedBuffer<Float>
    let dy: AlignedBuffer<Float>
  }

  let parameters: AlignedBuffer<Float>
  private let gradients: AlignedBuffer<Float>
  private let rows: Int
  private let layers: [Layer]
  private let scratch: AlignedBuffer<Float>
  private let optimizer: Adam

  /// Lays out the memory of all layers.
  ///
  /// - Parameters:
  ///   - layout: Of an ``MLP``: weight and bias of each layer in turn.
  ///   - source: Parameters to start from.
  ///   - rows: Of every batch.
  init(layout: ParameterLayout, parameters source: AlignedBuffer<Float>, rows: Int) {
    self.rows = rows
    parameters = AlignedBuffer(count: layout.count)
    parameters.assign(from: source)
    gradients = AlignedBuffer(count: layout.count)
    optimizer = Adam(count: layout.count)
    let pairs = stride(from: 0, to: layout.entries.count, by: 2).map {
      (layout.entries[$0].slice, layout.entries[$0 + 1].slice)
    }
    layers = pairs.enumerated().map { index, pair in
      Layer(
        inputs: pair.0.rows, outputs: pair.0.columns, weight: pair.0.offset, bias: pair.1.offset,
        activation: index == pairs.count - 1 ? .identity : .tanh, y: AlignedBuffer(count: rows * pair.0.columns),
        dy: AlignedBuffer(count: rows * pair.0.columns))
    }
    let widest = layers.map { max($0.inputs, $0.outputs) }.max() ?? 1
    scratch = AlignedBuffer(count: 32 * (widest + rows + 512) + widest * 16)
  }

  /// One step on the mean squared error.
  func step(input: AlignedBuffer<Float>, targets: AlignedBuffer<Float>) {
    gradients.fill(0)
    var x = UnsafePointer(input.pointer)
    for layer in layers {
      Float.product(
        MatrixProduct(
          a: x, b: parameters.pointer + layer.weight, c: layer.y.pointer, rows: rows, columns: layer.outputs,
          depth: layer.inputs, bias: parameters.pointer + layer.bias, activation: layer.activation,
          scratch: scratch.pointer))
      x = UnsafePointer(layer.y.pointer)
    }
    guard let last = layers.last else { return }
    let scale = 2 / Float(last.y.count)
    for index in 0..<last.y.count { last.dy.pointer[index] = scale * (last.y.pointer[index] - targets.pointer[index]) }
    for index in layers.indices.reversed() {
      let layer = layers[index]
      Float.activateBackward(
        layer.activation, output: layer.y.pointer, gradient: layer.dy.pointer, count: layer.y.count)
      Float.addColumnSums(
        layer.dy.pointer, rows: rows, columns: layer.outputs, into: gradients.pointer + layer.bias)
      let below = index == 0 ? input : layers[index - 1].y
      Float.product(
        MatrixProduct(
          a: below.pointer, b: layer.dy.pointer, c: gradients.pointer + layer.weight, rows: layer.inputs,
          columns: layer.outputs, depth: rows, transposesA: true, accumulates: true, scratch: scratch.pointer))
      if index > 0 {
        Float.product(
          MatrixProduct(
            a: layer.dy.pointer, b: parameters.pointer + layer.weight, c: layers[index - 1].dy.pointer, rows: rows,
            columns: layer.inputs, depth: layer.outputs, transposesB: true, scratch: scratch.pointer))
      }
    }
    optimizer.update(parameters, gradients: gradients, rate: 1e-3)
  }
}
