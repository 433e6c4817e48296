import CKernels
import Foundation
import Tensors
import Testing

@Suite("Accuracy of elementary functions")
struct AccuracyTests {
  #if DEBUG
    private static let count = 20_000
  #else
    private static let count = 2_000_000
  #endif

  @Test("errors stay below their limits on every instruction set, as docs/kernel-accuracy.md states")
  func limits() throws {
    let documentation = try String(
      contentsOf: URL(filePath: #filePath).appending(path: "../../../../docs/kernel-accuracy.md").standardized,
      encoding: .utf8)
    print("| function | range | limit |\(InstructionSet.all.map { " \($0.testDescription) |" }.joined())")
    print("|---|---|---|\(InstructionSet.all.map { _ in "---|" }.joined())")
    for function in ElementaryFunction.all {
      let found = InstructionSet.all.map { function.worst(on: $0, count: Self.count) }
      for (set, worst) in zip(InstructionSet.all, found) {
        #expect(
          worst.error <= function.limit, "\(function.name)(\(worst.argument)) on \(set.testDescription)")
      }
      let range = "\(function.range.lowerBound) … \(function.range.upperBound)"
      let row = "| \(function.name) | \(range) | \(function.limit) |"
      print(row + found.map { " \(String(format: "%.2f", $0.error)) |" }.joined())
      #expect(documentation.contains(row), "the documentation lacks \(row)")
    }
  }

  @Test("special values of exp", arguments: InstructionSet.all)
  func exponentials(_ set: InstructionSet) {
    let least = Float.leastNonzeroMagnitude
    let x: [Float] = [0, -0, .infinity, -.infinity, .nan, least, -least, 88.73, 1e30, -87.4, -1e30]
    let y = set.exponential(x)
    let expected: [Float] = [1, 1, .infinity, 0, .nan, 1, 1, .infinity, .infinity, 0, 0]
    #expect(same(y, expected), "\(y)")
  }

  @Test("special values of log", arguments: InstructionSet.all)
  func logarithms(_ set: InstructionSet) {
    let y = set.logarithm([1, 0, -0, .infinity, -.infinity, .nan, -1, -.leastNonzeroMagnitude])
    let expected: [Float] = [0, -.infinity, -.infinity, .infinity, .nan, .nan, .nan, .nan]
    #expect(same(y, expected), "\(y)")
    #expect(abs(set.logarithm([.leastNonzeroMagnitude])[0] + 149 * Float(log(2.0))) < 1e-4)
  }

  @Test("special values of tanh, sigmoid and relu", arguments: InstructionSet.all)
  func activations(_ set: InstructionSet) {
    let x: [Float] = [0, -0, .infinity, -.infinity, .nan, 1e30, -1e30]
    let tanh = set.activate(.tanh, x)
    #expect(same(tanh, [0, -0, 1, -1, .nan, 1, -1]), "\(tanh)")
    let sigmoid = set.activate(.sigmoid, x)
    #expect(same(sigmoid, [0.5, 0.5, 1, 0, .nan, 1, 0]), "\(sigmoid)")
    let relu = set.activate(.relu, x)
    #expect(same(relu, [0, -0, .infinity, 0, .nan, 1e30, 0]), "\(relu)")
    let least = Float.leastNonzeroMagnitude
    #expect(same(set.activate(.tanh, [least, -least]), [least, -least]))
    let saturating = (0..<100_000).map { Float($0) * 1e-4 }
    #expect(set.activate(.tanh, saturating).allSatisfy { $0 <= 1 })
  }

  @Test("special values of gelu and its derivative", arguments: InstructionSet.all)
  func gelus(_ set: InstructionSet) {
    let y = set.gelu([0, .infinity, .nan, 1e30, -1e30])
    #expect(same(y, [0, .infinity, .nan, 1e30, 0]), "\(y)")
    let x: [Float] = [0, 1e30, -1e30, .infinity, -.infinity, 1e19, .nan]
    var slopes = [Float](repeating: 0, count: x.count)
    set.kernels.gelu_backward(x, [Float](repeating: 1, count: x.count), &slopes, x.count)
    #expect(same(slopes, [0.5, 1, 0, 1, 0, 1, .nan]), "\(slopes)")
  }

  /// Equal values, with NaN equal to itself; zeros of either sign are equal.
  private func same(_ x: [Float], _ y: [Float]) -> Bool {
    x.count == y.count && zip(x, y).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
}
