/// How far equity lies below its highest value so far, over time.
public struct DrawdownCurve: Sendable, Equatable {
  /// Epoch milliseconds (UTC), one a point.
  public let timestamps: [Int64]
  /// Percent below the highest equity so far, 0 or more, one a point.
  public let percents: [Double]

  /// The drawdowns of an equity curve; the initial cash is the first peak.
  ///
  /// - Complexity: O(count of points).
  public init(initialCash: Double, equity: [EquityPoint]) {
    var peak = initialCash
    timestamps = equity.map(\.timestamp)
    percents = equity.map { point in
      peak = max(peak, point.equity)
      return (peak - point.equity) / peak * 100
    }
  }

  /// The largest drawdown, percent; 0 where equity never fell.
  public var maximum: Double { percents.max() ?? 0 }
}
