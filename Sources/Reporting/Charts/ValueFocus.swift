/// Chooses the value range of a chart, so that a curve far away does not flatten the one that matters.
enum ValueFocus {
  /// How many times wider than the main line's own range the chart may become.
  static let stretch = 6.0

  /// The range of the main lines, widened by every other line that still leaves them readable.
  ///
  /// - Parameters:
  ///   - main: Lines that must be seen whole.
  ///   - others: Lines that may leave the chart; tried in order.
  /// - Returns: Lowest and highest value of the axis.
  static func range(main: [ChartLine], others: [ChartLine]) -> ClosedRange<Double> {
    let core = union(main.compactMap(\.range))
    guard let core, core.upperBound > core.lowerBound else {
      return union((main + others).compactMap(\.range)) ?? 0...1
    }
    let widest = stretch * (core.upperBound - core.lowerBound)
    return others.compactMap(\.range).reduce(core) { range, other in
      let wider = min(range.lowerBound, other.lowerBound)...max(range.upperBound, other.upperBound)
      return wider.upperBound - wider.lowerBound <= widest ? wider : range
    }
  }

  /// The range that holds all of some ranges; `nil` for none.
  static func union(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double>? {
    guard let first = ranges.first else { return nil }
    return ranges.reduce(first) { min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound) }
  }
}
