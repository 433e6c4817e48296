import Foundation

/// A vertical axis, linear or logarithmic.
struct ValueAxis {
  private let scale: LinearScale
  private let isLogarithmic: Bool

  /// An axis that shows a range with some air.
  ///
  /// - Precondition: A logarithmic axis has a positive range.
  init(range: ClosedRange<Double>, isLogarithmic: Bool, height: Double) {
    precondition(!isLogarithmic || range.lowerBound > 0, "a logarithmic axis starts above 0, was \(range.lowerBound)")
    let shown = isLogarithmic ? log10(range.lowerBound)...log10(range.upperBound) : range
    scale = LinearScale(domain: LinearScale.paddedDomain(shown), start: height, end: 0)
    self.isLogarithmic = isLogarithmic
  }

  /// The place of a value; positive where the axis is logarithmic.
  func position(of value: Double) -> Double { scale.position(of: isLogarithmic ? log10(value) : value) }

  /// The marks of the axis, at least `smallestStep` apart where it is linear.
  func ticks(smallestStep: Double = 0) -> AxisTicks {
    isLogarithmic
      ? AxisTicks.powers(in: scale.domain) : AxisTicks.numbers(in: scale.domain, count: 5, smallestStep: smallestStep)
  }
}
