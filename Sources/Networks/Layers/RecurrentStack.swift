import Settings
import Tensors

/// Recurrent layers one behind the other, with their states packed into one row a sequence.
///
/// A packed state holds, layer by layer, the hidden state and, for an LSTM, the cell. To give a sequence a fresh memory
/// is to clear its row.
public struct RecurrentStack: Sendable {
  /// The layers, first to last.
  public let layers: [RecurrentLayer]

  /// Reserves `name.0`, `name.1` and so on.
  ///
  /// - Precondition: `count` is at least 1.
  public init(
    _ name: String, cell: RecurrentCell, inputs: Int, width: Int, count: Int, in layout: inout ParameterLayout
  ) {
    enforce(count > 0, "a recurrent network must have a layer, was \(count)")
    layers = (0..<count).map { index in
      RecurrentLayer("\(name).\(index)", cell: cell, inputs: index == 0 ? inputs : width, width: width, in: &layout)
    }
  }

  /// Values of a packed state.
  public var stateWidth: Int { layers.reduce(0) { $0 + $1.cell.states * $1.width } }

  /// Runs whole sequences.
  ///
  /// - Parameters:
  ///   - x: Time-major [steps·sequences × inputs].
  ///   - state: Packed states before the first step, [sequences × ``stateWidth``]; they are copied.
  ///   - sequences: How many sequences there are.
  ///   - starts: One flag a row, set where an episode starts; `nil` where none does.
  ///   - tape: Where it is recorded.
  /// - Returns: What the last layer gives, and the states of all.
  @_specialize(where Scalar == Float)
  public func callAsFunction<Scalar>(
    _ x: Variable, from state: UnsafePointer<Scalar>, sequences: Int, starts: UnsafePointer<UInt8>?,
    on tape: Tape<Scalar>
  ) -> RecurrentPass {
    var offset = 0
    var input = x
    let stateWidth = stateWidth
    func unpack(_ width: Int) -> Variable {
      let block = tape.constant(rows: sequences, columns: width) { block in
        for row in 0..<sequences {
          _ = UnsafeMutableBufferPointer(rebasing: block[(row * width)...]).update(
            from: UnsafeBufferPointer(start: state + row * stateWidth + offset, count: width))
        }
      }
      offset += width
      return block
    }
    let states = layers.map { layer in
      let hidden = unpack(layer.width)
      let initial = RecurrentStates(hidden: hidden, cell: layer.cell == .lstm ? unpack(layer.width) : nil)
      let after = layer(input, initial: initial, starts: starts, on: tape)
      input = after.hidden
      return after
    }
    return RecurrentPass(output: input, layers: states)
  }
}

/// What a ``RecurrentStack`` made of some sequences.
public struct RecurrentPass: Sendable {
  /// What the last layer gives, time-major [steps·sequences × width].
  public let output: Variable
  /// The states of each layer.
  public let layers: [RecurrentStates]

  /// Packs the states after one row, as the next pass takes them.
  ///
  /// - Parameters:
  ///   - row: A row of ``output``.
  ///   - target: Receives ``RecurrentStack/stateWidth`` values.
  ///   - tape: Where the pass was computed.
  @_specialize(where Scalar == Float)
  public func copyState<Scalar>(after row: Int, to target: UnsafeMutablePointer<Scalar>, on tape: Tape<Scalar>) {
    var target = target
    for states in layers {
      for block in [states.hidden, states.cell].compactMap(\.self) {
        target.update(from: tape.pointer(to: block) + row * block.columns, count: block.columns)
        target += block.columns
      }
    }
  }
}
