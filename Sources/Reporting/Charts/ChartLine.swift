/// One line of a chart.
struct ChartLine {
  /// Name for the legend and the tooltips.
  let name: String
  /// Number of the line style, 0…7; 0 and 7 are the strong ones, 5 and 6 the faint ones.
  let style: Int
  /// The points, ascending in x.
  let points: [ChartPoint]
  /// Whether the value jumps at a point instead of moving evenly towards it.
  var isStepped = false
  /// Whether the legend names it; the tooltips do in any case.
  var isListed = true

  /// The range of the values; `nil` for an empty line.
  var range: ClosedRange<Double>? {
    guard let first = points.first else { return nil }
    return points.reduce(first.y...first.y) { min($0.lowerBound, $1.y)...max($0.upperBound, $1.y) }
  }

  /// The value at or before a place; `nil` before the first point.
  ///
  /// - Complexity: O(log points).
  func value(at x: Double) -> Double? {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].x <= x { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? points[low - 1].y : nil
  }
}
