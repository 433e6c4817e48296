import CKernels
import Testing

@testable import Tensors

@Suite("Element-wise kernels")
struct ElementwiseKernelTests {
  private let tolerance = 2e-6

  /// Runs a kernel that reads one array and writes another in both precisions for every count up to 40.
  private func compare(
    _ what: String, argument: (Float) -> Float = { $0 },
    _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    _ reference: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  ) {
    for count in 0...40 {
      let x = Sample(count, what).single.map(argument)
      var (y, expected) = ([Float](repeating: 0.5, count: count + 16), [Double](repeating: 0.5, count: count + 16))
      kernel(x, &y, count)
      reference(x.map(Double.init), &expected, count)
      expectClose(y, expected, within: tolerance, "\(what) of \(count)")
    }
  }

  @Test("functions of one value agree with the reference at every count", arguments: InstructionSet.all)
  func functions(_ set: InstructionSet) {
    let kernels = set.kernels
    compare("exp", { kernels.exponential($0, $1, $2) }, { Double.exponential($0, $1, count: $2) })
    compare("log", argument: { abs($0) }, { kernels.logarithm($0, $1, $2) }, { Double.logarithm($0, $1, count: $2) })
    compare("gelu", { kernels.gelu($0, $1, $2) }, { Double.gelu($0, $1, count: $2) })
    for activation in Activation.allCases {
      guard let number = activation.fused else { continue }
      compare(
        "\(activation)", { kernels.activate(number, $0, $1, $2) },
        { Double.activate(activation, $0, $1, count: $2) })
      compare(
        "\(activation) backward", { kernels.activate_backward(number, $0, $1, $2) },
        { Double.activateBackward(activation, output: $0, gradient: $1, count: $2) })
    }
    compare(
      "gelu backward", { kernels.gelu_backward($0, $0, $1, $2) },
      { Double.geluBackward($0, outputGradient: $0, into: $1, count: $2) })
    compare("add scaled", { kernels.add_scaled(-1.5, $0, $1, $2) }, { Double.addScaled(-1.5, $0, into: $1, count: $2) })
    for share in [0, 0.005, 0.7] {
      compare("approach", { kernels.approach(Float(share), $0, $1, $2) }) { source, target, count in
        for index in 0..<count { target[index] += share * (source[index] - target[index]) }
      }
    }
    for accumulates in [false, true] {
      compare(
        "multiply", { kernels.multiply($0, $0, $1, accumulates ? 1 : 0, $2) },
        { Double.multiply($0, $0, into: $1, accumulate: accumulates, count: $2) })
    }
  }

  @Test("an activation may write where it reads", arguments: InstructionSet.all)
  func inPlace(_ set: InstructionSet) {
    let x = Sample(37, "in place").single
    for activation in [Activation.tanh, .sigmoid, .relu] {
      let apart = set.activate(activation, x)
      var together = x
      together.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        set.kernels.activate(activation.fused ?? 0, start, start, buffer.count)
      }
      #expect(together == apart)
    }
  }

  @Test("sums agree with the reference at every shape", arguments: InstructionSet.all)
  func sums(_ set: InstructionSet) {
    for (rows, columns) in edgeShapes {
      let x = Sample(rows * columns, "sums")
      var (sums, expected) = ([Float](repeating: 1, count: columns), [Double](repeating: 1, count: columns))
      set.kernels.add_column_sums(x.single, rows, columns, &sums)
      Double.addColumnSums(x.double, rows: rows, columns: columns, into: &expected)
      expectClose(sums, expected, within: 1e-5, "column sums of \(rows) × \(columns)")
      let squares = set.kernels.sum_of_squares(x.single, rows * columns)
      #expect(abs(squares - Double.sumOfSquares(x.double, count: rows * columns)) <= 1e-6 * max(1, squares))
    }
  }

  @Test("a sum of ten thousand squares keeps its digits", arguments: InstructionSet.all)
  func longSum(_ set: InstructionSet) {
    let x = Sample(10_000, "squares")
    let expected = Double.sumOfSquares(x.double, count: x.single.count)
    #expect(abs(set.kernels.sum_of_squares(x.single, x.single.count) - expected) < 1e-6 * expected)
  }
}
