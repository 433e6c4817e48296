#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RandomStream {
  /// Fills a block with independent draws from the standard normal distribution (Box and Muller 1958).
  ///
  /// Both values of each pair are used and computed in single precision, at about a third of the cost of as many calls of
  /// ``normal()``. No draw lies farther out than 5.8, which one in a hundred million would.
  public mutating func fillNormal(_ values: UnsafeMutableBufferPointer<Float>) {
    var index = 0
    while index < values.count {
      let radius = (-2 * log(1 - uniform())).squareRoot()
      let angle = 2 * Float.pi * uniform()
      values[index] = radius * cos(angle)
      if index + 1 < values.count { values[index + 1] = radius * sin(angle) }
      index += 2
    }
  }
}
