import CKernels
import Testing

@testable import Tensors

@Suite("Matrix products")
struct ProductTests {
  /// One product, transposed and finished in one of all ways.
  struct Call: CustomStringConvertible {
    var rows: Int
    var columns: Int
    var depth: Int
    var transposesA = false
    var transposesB = false
    var hasBias = false
    var accumulates = false
    var activation = Activation.identity

    var description: String {
      "\(rows)×\(columns)×\(depth) transposed \(transposesA) \(transposesB) bias \(hasBias) "
        + "accumulates \(accumulates) \(activation)"
    }

    /// All four transpositions of a size, each with every ending.
    static func all(rows: Int, columns: Int, depth: Int) -> [Call] {
      [(false, false), (true, false), (false, true), (true, true)].flatMap { a, b in
        let plain = Call(rows: rows, columns: columns, depth: depth, transposesA: a, transposesB: b)
        var (biased, accumulated) = (plain, plain)
        biased.hasBias = true
        biased.activation = .tanh
        accumulated.accumulates = true
        return [plain, biased, accumulated]
      }
    }

    /// Runs the product on the reference and `kernel`, in single precision, and compares.
    func compare(_ what: String, _ kernel: (MatrixProduct<Float>) -> Void) {
      let (a, b) = (Sample(rows * depth, "a"), Sample(depth * columns, "b"))
      let (bias, start) = (Sample(columns, "bias"), Sample(rows * columns, "c"))
      let expected = run(a.double, b.double, bias.double, start.double) { Double.product($0) }
      let computed = run(a.single, b.single, bias.single, start.single, kernel)
      // A sum of `depth` terms of about 1 wanders by √depth, and `depth` additions round 6e-8 of it each.
      expectClose(computed, expected, within: 1e-6 + 1e-7 * Double(depth), "\(what) \(self)")
    }

    func run<Scalar: TensorScalar>(
      _ a: [Scalar], _ b: [Scalar], _ bias: [Scalar], _ start: [Scalar], _ kernel: (MatrixProduct<Scalar>) -> Void
    ) -> [Scalar] {
      // Guards behind the result find writes beyond it.
      var c = (accumulates ? start : start.map { _ in Scalar(7) }) + [Scalar](repeating: 99, count: 64)
      let scratch = AlignedBuffer<Scalar>(count: rlk_gemm_workspace(rows, columns, depth))
      c.withUnsafeMutableBufferPointer { c in
        guard let target = c.baseAddress else { return }
        (a + [0]).withUnsafeBufferPointer { a in
          (b + [0]).withUnsafeBufferPointer { b in
            bias.withUnsafeBufferPointer { bias in
              guard let a = a.baseAddress, let b = b.baseAddress else { return }
              kernel(
                MatrixProduct(
                  a: a, b: b, c: target, rows: rows, columns: columns, depth: depth, transposesA: transposesA,
                  transposesB: transposesB, bias: hasBias ? bias.baseAddress : nil, activation: activation,
                  accumulates: accumulates, scratch: scratch.pointer))
            }
          }
        }
      }
      #expect(c.suffix(64).allSatisfy { $0 == 99 }, "\(self) wrote beyond its result")
      return Array(c.dropLast(64))
    }
  }

  /// Widths around every panel, heights around every register tile, and depths beyond a block.
  private static let sizes: [(rows: Int, columns: Int, depth: Int)] =
    (1...40).map { (7, $0, 9) } + (0...70).map { ($0, 18, 5) }
    + [(1, 1, 1), (5, 3, 300), (26, 33, 257), (1, 70, 300), (2, 70, 513), (40, 1, 256), (70, 5, 600), (3, 4, 0)]
    + (1...4).flatMap { rows in
      [1, 3, 8, 13, 17, 36, 65, 130].flatMap { columns in [1, 2, 5, 11].map { (rows, columns, $0) } }
    }
    + [(36, 3, 64), (64, 1, 128), (33, 15, 20), (70, 7, 70)]

  @Test(
    "our own product agrees with the reference in every size, transposition and ending", arguments: InstructionSet.all)
  func ownProduct(_ set: InstructionSet) {
    for size in Self.sizes {
      for call in Call.all(rows: size.rows, columns: size.columns, depth: size.depth) {
        call.compare(set.testDescription) { set.product($0) }
      }
    }
  }

  @Test("the product that tapes use agrees with the reference, which goes through OpenBLAS on some machines")
  func tapeProduct() {
    for size in Self.sizes + [(600, 20, 20)] {
      for call in Call.all(rows: size.rows, columns: size.columns, depth: size.depth) {
        call.compare("tape") { Float.product($0) }
      }
    }
  }

  @Test("a row's bits do not depend on the batch it is in", arguments: InstructionSet.all)
  func batchIndependence(_ set: InstructionSet) {
    for (columns, depth) in [(1, 40), (3, 7), (9, 300), (36, 64), (70, 275), (256, 600)] {
      let (a, b, bias) = (Sample(40 * depth, "a"), Sample(depth * columns, "b"), Sample(columns, "bias"))
      let batch = { (first: Int, rows: Int) -> [Float] in
        let call = Call(rows: rows, columns: columns, depth: depth, hasBias: true, activation: .tanh)
        let part = Array(a.single[first * depth..<(first + rows) * depth])
        return call.run(part, b.single, bias.single, [Float](repeating: 0, count: rows * columns)) { set.product($0) }
      }
      let whole = batch(0, 40)
      for (first, rows) in [(0, 1), (39, 1), (3, 2), (5, 3), (7, 4), (11, 5), (2, 13), (1, 39)] {
        #expect(batch(first, rows) == Array(whole[first * columns..<(first + rows) * columns]))
      }
    }
  }

  @Test("a product accumulates over a second call", arguments: InstructionSet.all)
  func accumulation(_ set: InstructionSet) {
    let call = Call(rows: 2, columns: 2, depth: 2, accumulates: true)
    // [1 2; 3 4]·[5 6; 7 8] = [19 22; 43 50], row by row.
    let sum = call.run([1, 2, 3, 4], [5, 6, 7, 8], [0, 0], [100, 200, 300, 400]) { set.product($0) }
    #expect(sum == [119, 222, 343, 450])
  }
}

extension InstructionSet {
  /// What ``Float/product(_:)`` does where it takes our own kernel.
  func product(_ call: MatrixProduct<Float>) {
    kernels.gemm(
      call.transposesA ? 1 : 0, call.transposesB ? 1 : 0, call.rows, call.columns, call.depth, call.a,
      call.transposesA ? call.rows : call.depth, call.b, call.transposesB ? call.depth : call.columns, call.c,
      call.columns, call.bias, call.activation.fused ?? 0, call.accumulates ? 1 : 0, call.scratch)
  }
}
