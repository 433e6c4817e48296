import RLCore
import Settings
import Tensors

/// A memory over the rows of a group, oldest first; its last hidden state is the result.
///
/// Rows of padding are steps before the history begins: the memory starts anew behind them. Conform settings that name a
/// ``RecurrentCell``; everything else is here.
public protocol RecurrentEncoder: ObservationEncoder {
  /// What remembers.
  static var cell: RecurrentCell { get }
  /// Values of the hidden state.
  var width: Int { get }
  /// Layers, one behind the other.
  var layers: Int { get }
}

extension RecurrentEncoder {
  /// The name of the cell.
  public static var name: String { cell.rawValue }

  /// Requires a width in 1...8192 and 1 to 8 layers.
  public func validate() throws(ConfigurationError) {
    try requireOutputs(width, "width")
    try require((1...8).contains(layers), "layers", must: "be in 1...8", found: layers)
  }

  /// ``width``, whatever the group.
  public func outputs(for group: ObservationSpace.Group) -> Int { width }

  /// Reserves `name.0`, `name.1` and so on.
  public func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    RememberedRows(
      group: group,
      stack: RecurrentStack(
        name, cell: Self.cell, inputs: group.columns, width: width, count: layers, in: &layout))
  }
}

/// A long short-term memory over the rows of a group: documents call it `lstm`.
public struct LSTMEncoder: RecurrentEncoder {
  /// The cell with a state of its own.
  public static let cell = RecurrentCell.lstm

  /// Values of the hidden state.
  public var width: Int
  /// Layers, one behind the other.
  public var layers: Int

  /// The encoder, with one layer of 32.
  public init() { self.init(width: 32) }

  /// An encoder of the given size.
  public init(width: Int, layers: Int = 1) {
    self.width = width
    self.layers = layers
  }
}

/// Gated recurrent units over the rows of a group: documents call it `gru`.
public struct GRUEncoder: RecurrentEncoder {
  /// The cell without a state of its own.
  public static let cell = RecurrentCell.gru

  /// Values of the hidden state.
  public var width: Int
  /// Layers, one behind the other.
  public var layers: Int

  /// The encoder, with one layer of 32.
  public init() { self.init(width: 32) }

  /// An encoder of the given size.
  public init(width: Int, layers: Int = 1) {
    self.width = width
    self.layers = layers
  }
}

/// See ``RecurrentEncoder``.
struct RememberedRows: Network {
  let group: ObservationSpace.Group
  let stack: RecurrentStack

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    let (samples, steps) = (block.rows, group.rows)
    guard samples > 0 else { return tape.constant([], rows: 0, columns: stack.layers[0].width) }
    // Memories walk through time, all samples at once.
    let order = (0..<steps * samples).map { Int32($0 % samples * steps + $0 / samples) }
    let rows = tape.selectRows(group.split(block, on: tape), order)
    let state = tape.makeScratch(count: samples * stack.stateWidth)
    state.update(repeating: 0, count: samples * stack.stateWidth)
    let starts = group.validRows(of: block, on: tape).map { valid in
      let flags = order.indices.map { index in
        index >= samples && valid[Int(order[index - samples])] == 0
      }
      return flags.withUnsafeBufferPointer { tape.makeMask($0) }
    }
    let pass = stack(rows, from: state, sequences: samples, starts: starts, on: tape)
    return tape.selectRows(pass.output, ((steps - 1) * samples..<steps * samples).map { Int32($0) })
  }
}
