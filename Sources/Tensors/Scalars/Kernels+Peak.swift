import COpenBLAS

extension Kernels {
  /// The speed of OpenBLAS on large square matrices, on one thread of this machine, now.
  ///
  /// The yardstick of every share of the peak: measured in the same process as what it is compared with.
  ///
  /// - Returns: Billions of floating-point operations a second, the best of twelve products of 768 × 768.
  /// - Complexity: About a tenth of a second.
  public static func measureProductPeak() -> Double {
    let size = 768
    let operands = ProductOperands(rows: size, columns: size, depth: size)
    return bestSpeed(operations: operands.operations, rounds: 12) { operands.multiplyWithBLAS() }
  }

  /// Billions of operations a second in the best of several rounds.
  static func bestSpeed(operations: Double, repetitions: Int = 1, rounds: Int, _ body: () -> Void) -> Double {
    _ = active
    let times = (0..<rounds).map { _ in
      let start = ContinuousClock.now
      for _ in 0..<repetitions { body() }
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      return Double(seconds) + Double(attoseconds) * 1e-18
    }
    return operations * Double(repetitions) / (times.min() ?? 1) / 1e9
  }

  /// Matrices to measure with: C[rows × columns] = A·B.
  struct ProductOperands {
    let rows: Int
    let columns: Int
    let depth: Int
    let a: AlignedBuffer<Float>
    let b: AlignedBuffer<Float>
    let c: AlignedBuffer<Float>

    init(rows: Int, columns: Int, depth: Int) {
      (self.rows, self.columns, self.depth) = (rows, columns, depth)
      (a, b, c) = (
        AlignedBuffer(count: rows * depth), AlignedBuffer(count: depth * columns), AlignedBuffer(count: rows * columns)
      )
      a.fill(0.5)
      b.fill(0.25)
    }

    /// Multiplications and additions of one product.
    var operations: Double { 2 * Double(rows) * Double(columns) * Double(depth) }

    func multiplyWithBLAS() {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(depth), 1, a.pointer,
        Int32(depth), b.pointer, Int32(columns), 0, c.pointer, Int32(columns))
    }
  }
}
