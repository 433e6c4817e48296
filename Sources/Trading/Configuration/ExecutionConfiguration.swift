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

  /// What comes first where a bar both liquidates a leg by its high or low and ends with a settlement.
  public var liquidationOrder = LiquidationOrder.settlementFirst
  /// Whether the other leg of a pair is closed in the bar whose high or low liquidated the first, not at the next open.
  ///
  /// Needs ``LiquidationOrder/byTime``: a leg that left within the bar is not there for the settlement at its end.
  public var closesOtherLegInBar = false

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
    try require(
      !closesOtherLegInBar || liquidationOrder == .byTime, "closesOtherLegInBar",
      must: "be off unless liquidationOrder is by-time", found: closesOtherLegInBar)
  }
}

/// What comes first where a bar liquidates a leg by its high or low and ends with a settlement.
public enum LiquidationOrder: String, Codable, Sendable, CaseIterable {
  /// The settlement at the end of the bar is booked to every leg that was held at its start, and moves its liquidation
  /// price before high and low are looked at; as all recorded results have it.
  case settlementFirst = "settlement-first"
  /// High and low are looked at first, at the liquidation price that held within the bar; a leg that is gone is not
  /// settled.
  case byTime = "by-time"
}
