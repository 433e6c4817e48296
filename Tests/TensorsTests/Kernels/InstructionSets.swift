import CKernels
import Testing

/// The kernels of one instruction set that this machine has.
struct InstructionSet: Sendable, CustomTestStringConvertible {
  let kernels: rlk_table

  var testDescription: String { String(cString: kernels.name) }

  /// All that this machine has, the portable one first.
  static let all: [InstructionSet] = (0..<rlk_count()).compactMap { rank in
    rlk_at(rank).map { InstructionSet(kernels: $0.pointee) }
  }
}
