/// A funding rate that a venue has settled.
public struct SettledRate: Sendable, Equatable {
  /// Decimal for one interval; positive: longs pay shorts.
  public let rate: Double
  /// Hours of the interval that the rate paid for.
  public let intervalHours: Double
  /// Whole bars since the settlement; 0 means at this bar.
  public let barsAgo: Int
  /// Whether the venue's row is missing and the rate before it stands in.
  public let isImputed: Bool

  /// A settled rate from its parts.
  public init(rate: Double, intervalHours: Double, barsAgo: Int, isImputed: Bool) {
    self.rate = rate
    self.intervalHours = intervalHours
    self.barsAgo = barsAgo
    self.isImputed = isImputed
  }
}
