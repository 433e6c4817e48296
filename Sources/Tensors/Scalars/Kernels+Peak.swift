import COpenBLAS

extension Kernels {
  /// The speed of OpenBLAS on large square matrices, on one thread of this machine, now.
  ///
  /// The yardstick of every share of the peak: measured in the same process as what it is compared with.
  ///
  /// - Returns: Billions of floating-point operations a second, the best of twelve products of 768 × 768.
  /// - Complexity: About a tenth of a second.
  public static func measureProductPeak() -> Double {
    _ = active
    let size = 768
    let (a, b, c) = (
      AlignedBuffer<Float>(count: size * size), AlignedBuffer<Float>(count: size * size),
      AlignedBuffer<Float>(count: size * size)
    )
    a.fill(0.5)
    b.fill(0.25)
    let times = (0..<12).map { _ in
      let start = ContinuousClock.now
      let n = Int32(size)
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a.pointer, n, b.pointer, n, 0, c.pointer, n)
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      return Double(seconds) + Double(attoseconds) * 1e-18
    }
    return 2 * Double(size * size * size) / (times.min() ?? 1) / 1e9
  }
}
