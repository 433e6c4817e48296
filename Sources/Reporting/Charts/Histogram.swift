/// Counts of values in bins of equal width, whose edges are round numbers.
struct Histogram: Equatable {
  /// The lower edges of the bins, ascending; a bin holds its lower edge and not its upper one.
  let edges: [Double]
  /// How many values are in each bin.
  let counts: [Int]
  /// The width of a bin.
  let width: Double

  /// Counts finite values; `nil` if there are none.
  ///
  /// - Parameters:
  ///   - values: The values, in any order; those that are not finite are left out.
  ///   - bins: About how many bins.
  init?(of values: [Double], bins: Int) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    let width = AxisTicks.step(atLeast: max(high - low, abs(high) * 1e-6, 1e-9) / Double(max(bins, 1)))
    // Edges are whole multiples of the width, so that 0 is one of them.
    let first = Int((low / width).rounded(.down))
    let last = Int((high / width).rounded(.down))
    var counts = [Int](repeating: 0, count: last - first + 1)
    for value in finite { counts[Int((value / width).rounded(.down)) - first] += 1 }
    edges = (first...last).map { Double($0) * width }
    self.counts = counts
    self.width = width
  }

  /// From the lowest edge to the upper edge of the last bin.
  var domain: ClosedRange<Double> { (edges.first ?? 0)...((edges.last ?? 0) + width) }
}
