import RLCore
import Settings
import Tensors

/// A temporal convolutional network over the rows of a group, oldest first; what it makes of the last row is the result
/// (Bai, Kolter and Koltun, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence
/// Modeling", 2018).
///
/// Each level is a residual block of two causal convolutions with ReLU, whose dilation doubles from level to level. No
/// step sees a later one. Rows of padding count as 0.
public struct ConvolutionalEncoder: ObservationEncoder {
  /// What documents call it.
  public static let name = "tcn"

  /// Features of each step, and of the result.
  public var channels: Int
  /// Steps that a convolution sees.
  public var kernel: Int
  /// Residual blocks, with dilations of 1, 2, 4 and so on.
  public var levels: Int

  /// The encoder, with 32 channels, a kernel of 3 and 4 levels.
  public init() { self.init(channels: 32) }

  /// An encoder of the given size.
  public init(channels: Int, kernel: Int = 3, levels: Int = 4) {
    self.channels = channels
    self.kernel = kernel
    self.levels = levels
  }

  /// Steps that reach the result: 1 + 2·(kernel − 1)·(2^levels − 1).
  public var receptiveField: Int { 1 + 2 * (kernel - 1) * ((1 << levels) - 1) }

  /// Requires 1 to 8192 channels, a kernel in 2...64 and 1 to 16 levels.
  public func validate() throws(ConfigurationError) {
    try requireOutputs(channels, "channels")
    try require((2...64).contains(kernel), "kernel", must: "be in 2...64", found: kernel)
    try require((1...16).contains(levels), "levels", must: "be in 1...16", found: levels)
  }

  /// ``channels``, whatever the group.
  public func outputs(for group: ObservationSpace.Group) -> Int { channels }

  /// The levels, and how much of the window reaches the result.
  public func summary(for group: ObservationSpace.Group) -> String {
    let unseen = max(0, group.rows - receptiveField)
    return
      "tcn of \(levels) \(levels == 1 ? "level" : "levels"), kernel \(kernel), receptive field \(receptiveField) steps, "
      + (unseen == 0 ? "all \(group.rows) of the group" : "without the oldest \(unseen) of \(group.rows)")
  }

  /// Reserves `name.LEVEL.first`, `name.LEVEL.second` and, where the width changes, `name.LEVEL.skip`.
  public func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    let blocks = (0..<levels).map { level in
      let inputs = level == 0 ? group.columns : channels
      return ConvolvedRows.Block(
        first: LinearLayer(
          "\(name).\(level).first", inputs: kernel * inputs, outputs: channels, activation: .relu,
          initializer: .orthogonalReLU, in: &layout),
        second: LinearLayer(
          "\(name).\(level).second", inputs: kernel * channels, outputs: channels,
          activation: .relu,
          initializer: .orthogonalReLU, in: &layout),
        skip: inputs == channels
          ? nil
          : LinearLayer(
            "\(name).\(level).skip", inputs: inputs, outputs: channels,
            initializer: .orthogonal(gain: 1), in: &layout),
        dilation: 1 << level)
    }
    return ConvolvedRows(group: group, kernel: kernel, blocks: blocks)
  }
}

/// See ``ConvolutionalEncoder``.
struct ConvolvedRows: Network {
  /// Two convolutions and a way around them.
  struct Block: Sendable {
    let first: LinearLayer
    let second: LinearLayer
    let skip: LinearLayer?
    let dilation: Int
  }

  let group: ObservationSpace.Group
  let kernel: Int
  let blocks: [Block]

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    let (samples, steps) = (block.rows, group.rows)
    var x = group.split(block, on: tape)
    if let valid = group.validRows(of: block, on: tape) {
      let columns = group.columns
      x = tape.multiply(
        x,
        tape.constant(rows: x.rows, columns: columns) { flags in
          for index in flags.indices { flags[index] = valid[index / columns] != 0 ? 1 : 0 }
        })
    }
    for block in blocks {
      func see(_ input: Variable) -> Variable {
        tape.causalPatches(input, steps: steps, kernel: kernel, dilation: block.dilation)
      }
      let y = block.second(see(block.first(see(x), on: tape)), on: tape)
      x = tape.relu(tape.add(y, block.skip.map { $0(x, on: tape) } ?? x))
    }
    return tape.selectRows(x, (0..<samples).map { Int32($0 * steps + steps - 1) })
  }
}
