import Settings

/// How orders are filled and what they cost.
public struct ExecutionConfiguration: Configuration {
  /// Which side of the book an order takes.
  public enum LiquidityRole: String, Codable, Sendable, CaseIterable {
    /// Crosses the spread: pays the taker fee, half the spread and impact.
    case taker
    /// Rests in the book and is assumed to fill at once at the open: maker fee, no spread, no impact.
    /// Optimistic, because real resting orders wait and are filled when the price moves against them.
    case maker
  }

  /// Side of the book.
  public var role: LiquidityRole = .taker
  /// Factor on every venue fee, the liquidation fee included; 1 charges the venue's schedule.
  public var feeMultiplier: Double = 1
  /// Factor on the modelled half-spread and impact; 1 takes them as modelled, 2 is a stress test.
  public var slippageMultiplier: Double = 1
  /// Largest leg at entry as a share of the modelled depth.
  public var maximumEntryDepthShare: Double = 0.1
  /// Largest leg at exit as a share of the modelled depth; beyond it an exit waits.
  public var maximumExitDepthShare: Double = 1

  /// Taker orders at the venue's schedule.
  public init() {}

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0...100).contains(feeMultiplier), "feeMultiplier", must: "be in 0...100", found: feeMultiplier)
    try require(
      (0...100).contains(slippageMultiplier), "slippageMultiplier", must: "be in 0...100", found: slippageMultiplier)
    try require(
      maximumEntryDepthShare > 0, "maximumEntryDepthShare", must: "be positive", found: maximumEntryDepthShare)
    try require(
      maximumExitDepthShare >= maximumEntryDepthShare, "maximumExitDepthShare",
      must: "not be below maximumEntryDepthShare", found: maximumExitDepthShare)
  }
}
