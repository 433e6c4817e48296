import Foundation

extension AxisTicks {
  /// Round numbers of a logarithmic axis: powers of ten, with 2 and 5 between them where there are few.
  ///
  /// - Parameter exponents: Common logarithms of the ends of the axis.
  /// - Returns: Marks within the axis, their values not their logarithms; at most eight.
  static func powers(in exponents: ClosedRange<Double>) -> AxisTicks {
    let decades = exponents.upperBound - exponents.lowerBound
    guard decades >= 0.8 else {
      let domain = pow(10, exponents.lowerBound)...pow(10, exponents.upperBound)
      let values = numbers(in: domain, count: 5).values
      return AxisTicks(values: values, labels: values.map { AxisText.significant($0) })
    }
    let stride = max(1, Int((decades / 6).rounded(.up)))
    let factors: [Double] = decades < 2.2 ? [1, 2, 5] : [1]
    let powers = Int(floor(exponents.lowerBound))...Int(ceil(exponents.upperBound))
    let values = powers.filter { $0 % stride == 0 }.flatMap { power in factors.map { $0 * pow(10, Double(power)) } }
      .filter { exponents.contains(log10($0)) }
    return AxisTicks(values: values, labels: values.map { AxisText.significant($0) })
  }
}
