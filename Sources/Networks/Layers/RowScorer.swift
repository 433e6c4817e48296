import RLCore
import Tensors

/// Scores for every row of a set in view of what the whole set knows: ReLU(row·W + context·V + b)·O + b.
struct RowScorer: Sendable {
  /// W, [width × width].
  let row: ParameterSlice
  /// V and the bias of the sum.
  let context: LinearLayer
  /// O and its bias.
  let output: LinearLayer

  /// Reserves `name.row.weight`, `name.context` and `name.output`, which starts with the given gain.
  init(_ name: String, _ width: Int, _ outputs: Int, gain: Float, in layout: inout ParameterLayout) {
    let start = Initializer.orthogonal(gain: Float(2).squareRoot())
    row = layout.reserve("\(name).row.weight", rows: width, columns: width, initializer: start)
    context = LinearLayer("\(name).context", inputs: width, outputs: width, initializer: start, in: &layout)
    output = LinearLayer(
      "\(name).output", inputs: width, outputs: outputs, initializer: .orthogonal(gain: gain), in: &layout)
  }

  /// Scores all rows of all sets at once.
  ///
  /// - Parameters:
  ///   - rows: [samples·slots × width]
  ///   - knowledge: The context, [samples × width].
  ///   - slots: Rows of a set.
  ///   - mask: One flag a row; the scores of rows without data are 0 and pass no gradient.
  ///   - tape: Where it is recorded.
  /// - Returns: [samples·slots × outputs]
  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(
    _ rows: Variable, context knowledge: Variable, slots: Int, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> Variable {
    let zeros = tape.constant(rows: 1, columns: row.columns) { $0.update(repeating: 0) }
    let ofRow = tape.linear(rows, weight: tape.parameter(row), bias: zeros)
    let hidden = tape.relu(tape.add(ofRow, toEachOf: slots, context(knowledge, on: tape)))
    let scores = output(hidden, on: tape)
    guard let mask else { return scores }
    let flags = tape.constant(rows: scores.rows, columns: scores.columns) { block in
      for index in block.indices { block[index] = mask[index / scores.columns] != 0 ? 1 : 0 }
    }
    return tape.multiply(scores, flags)
  }
}

extension ObservationSpace.Group {
  /// Which rows hold data, by their first value; `nil` where all do.
  ///
  /// - Parameters:
  ///   - block: The group's columns of some observations, [samples × width].
  ///   - tape: Keeps the flags.
  /// - Returns: One flag for each row of each sample.
  @_specialize(where Scalar == Float)
  func validRows<Scalar>(of block: Variable, on tape: Tape<Scalar>) -> UnsafePointer<UInt8>? {
    guard isPadded else { return nil }
    let values = tape.pointer(to: block)
    let flags = (0..<block.rows * rows).map { values[$0 * columns] != 0 }
    return flags.withUnsafeBufferPointer { tape.makeMask($0) }
  }
}
