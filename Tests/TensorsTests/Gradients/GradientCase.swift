import RLTesting
import Randomness
import Tensors
import Testing

/// One operation in one configuration, with the inputs at which its gradient is checked.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  let inputs: [GradientInput]
  let function: @Sendable (Tape<Double>, [Variable]) -> Variable

  var testDescription: String { name }

  /// A case at normal draws of the given shapes.
  init(
    _ name: String, _ shapes: [(rows: Int, columns: Int)],
    _ function: @escaping @Sendable (Tape<Double>, [Variable]) -> Variable
  ) {
    var random = RandomStream(seed: 7).split(name)
    self.init(
      name, at: shapes.map { GradientInput(rows: $0.rows, columns: $0.columns, using: &random) }, function)
  }

  /// A case at given inputs.
  init(
    _ name: String, at inputs: [GradientInput],
    _ function: @escaping @Sendable (Tape<Double>, [Variable]) -> Variable
  ) {
    self.name = name
    self.inputs = inputs
    self.function = function
  }

  func check() -> GradientReport { checkGradient(at: inputs, of: function) }
}

extension Tape {
  /// A mask from flags.
  func mask(_ flags: [Bool]) -> UnsafePointer<UInt8> { flags.withUnsafeBufferPointer { makeMask($0) } }
}
