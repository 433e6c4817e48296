/// Maps a range of values to a range of drawing units.
struct LinearScale {
  let domain: ClosedRange<Double>
  /// Where the lower end of the domain lies; may be above ``end``, as it is for vertical axes.
  let start: Double
  /// Where the upper end of the domain lies.
  let end: Double

  /// The place of a value; values outside of the domain lie outside of the range.
  func position(of value: Double) -> Double {
    let width = domain.upperBound - domain.lowerBound
    return width > 0 ? start + (end - start) * ((value - domain.lowerBound) / width) : (start + end) / 2
  }

  /// The domain of values with some air, never empty.
  static func paddedDomain(_ values: ClosedRange<Double>) -> ClosedRange<Double> {
    let width = values.upperBound - values.lowerBound
    let smallest = max(abs(values.upperBound), 1) * 1e-6
    let air = width > smallest ? width * 0.05 : max(abs(values.upperBound) * 0.01, 1)
    return (values.lowerBound - air)...(values.upperBound + air)
  }
}
