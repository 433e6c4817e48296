/// Quantiles of sorted values.
enum Quantile {
  /// The value below which a share of the values lies, evenly between the two neighbours (Hyndman and Fan 1996, type
  /// 7); not a number for no values.
  ///
  /// - Parameters:
  ///   - sorted: Values, ascending.
  ///   - share: 0 for the lowest value, 1 for the highest.
  /// - Returns: The quantile.
  static func of(_ sorted: [Double], share: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
