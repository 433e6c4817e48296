import Networks
import Tensors

/// What a recurrent policy remembers of the episodes it is in, one row each.
///
/// A row that is all zeros remembers nothing: so an episode starts.
public struct RecurrentState: Sendable, Equatable {
  /// Episodes side by side.
  public let rows: Int
  /// Values of a row: hidden states and cells of all layers.
  public let width: Int
  /// The values, [rows × width].
  public internal(set) var values: [Float]

  /// A memory of nothing.
  init(rows: Int, width: Int) {
    self.rows = rows
    self.width = width
    values = [Float](repeating: 0, count: rows * width)
  }

  /// Moves on to the states after some rows of a pass, one for each episode.
  mutating func advance(to pass: RecurrentPass, after passRows: Range<Int>, on tape: Tape<Float>) {
    precondition(passRows.count == rows, "there are \(rows) states to move on, was \(passRows.count)")
    let width = width
    values.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for (row, passRow) in passRows.enumerated() { pass.copyState(after: passRow, to: start + row * width, on: tape) }
    }
  }
}

extension RecurrentStack {
  /// Runs sequences from a state; see ``callAsFunction(_:from:sequences:starts:on:)``.
  ///
  /// - Parameters:
  ///   - x: Time-major [steps·rows × inputs].
  ///   - state: One row a sequence.
  ///   - starts: One flag a row of `x`, set where an episode starts; `nil` where none does.
  ///   - tape: Where it is recorded.
  /// - Returns: What the last layer gives, and the states of all.
  func callAsFunction(
    _ x: Variable, from state: RecurrentState, starts: ArraySlice<Bool>?, on tape: Tape<Float>
  ) -> RecurrentPass {
    let flags = starts.map { $0.withUnsafeBufferPointer { tape.makeMask($0) } }
    return state.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { preconditionFailure("Invariant: there is a sequence to run") }
      return self(x, from: start, sequences: state.rows, starts: flags, on: tape)
    }
  }
}
