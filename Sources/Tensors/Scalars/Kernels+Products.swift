import CKernels

extension Kernels {
  /// The speed of one shape of product, which decides who multiplies it.
  public struct ProductSpeed: Sendable {
    /// `OpenBLAS` or the instruction set of our kernel.
    public let engine: String
    /// Billions of floating-point operations a second, the best of five rounds.
    public let billionsPerSecond: Double
  }

  /// Times C[rows × columns] = A·B with OpenBLAS and with our kernel on every instruction set of this machine.
  ///
  /// - Complexity: About a tenth of a second for each engine.
  public static func measureProducts(rows: Int, columns: Int, depth: Int) -> [ProductSpeed] {
    let operands = ProductOperands(rows: rows, columns: columns, depth: depth)
    let (a, b, c) = (operands.a, operands.b, operands.c)
    let scratch = AlignedBuffer<Float>(count: Float.productScratch(rows: rows, columns: columns, depth: depth))
    let repetitions = max(3, Int(5e7 / operands.operations))
    func speed(_ engine: String, _ product: () -> Void) -> ProductSpeed {
      ProductSpeed(
        engine: engine,
        billionsPerSecond: bestSpeed(
          operations: operands.operations, repetitions: repetitions, rounds: 5, product))
    }
    let own = (0..<rlk_count()).compactMap { rlk_at($0)?.pointee }.map { table in
      speed(String(cString: table.name)) {
        table.gemm(
          0, 0, rows, columns, depth, a.pointer, depth, b.pointer, columns, c.pointer, columns, nil, 0, 0,
          scratch.pointer)
      }
    }
    return [speed("OpenBLAS") { operands.multiplyWithBLAS() }] + own
  }
}
