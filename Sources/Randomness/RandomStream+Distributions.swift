#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RandomStream {
  /// A uniform value in `0..<1` with 24 random bits.
  public mutating func uniform() -> Float {
    Float(nextBits() >> 40) * 0x1p-24
  }

  /// A uniform value in `0..<1` with 53 random bits.
  public mutating func uniformDouble() -> Double {
    Double(nextBits() >> 11) * 0x1p-53
  }

  /// A uniform value of a half-open range; `range.lowerBound` where the range is empty.
  public mutating func uniform(in range: Range<Double>) -> Double {
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * uniformDouble()
    // The sum may have been rounded up to the bound.
    return range.isEmpty ? range.lowerBound : min(value, range.upperBound.nextDown)
  }

  /// A uniform index in `0..<count`, without bias worth the name (Lemire's multiply-shift; the bias is below
  /// `count`/2⁶⁴).
  ///
  /// - Precondition: `count` > 0.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "count must be positive, was \(count)")
    return Int(nextBits().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A draw from the standard normal distribution (Box and Muller 1958, one of the pair).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniformDouble())).squareRoot()
    return radius * cos(2 * .pi * uniformDouble())
  }

  /// A draw from the exponential distribution with the given mean.
  public mutating func exponential(mean: Double) -> Double {
    -mean * log(1 - uniformDouble())
  }

  /// A draw from the geometric distribution on 1, 2, … with the given mean, by inversion of one uniform value.
  ///
  /// - Precondition: `mean` ≥ 1.
  public mutating func geometric(mean: Int) -> Int {
    precondition(mean >= 1, "mean must be at least 1, was \(mean)")
    // log1p(−1) is −∞, which gives 1 for a mean of 1.
    return 1 + Int(log1p(-uniformDouble()) / log1p(-1 / Double(mean)))
  }

  /// Shuffles in place (Fisher and Yates).
  ///
  /// - Complexity: O(count).
  @_specialize(where Element == Int)
  public mutating func shuffle<Element>(_ items: inout [Element]) {
    var remaining = items.count
    while remaining > 1 {
      let pick = index(below: remaining)
      remaining -= 1
      items.swapAt(remaining, pick)
    }
  }
}
