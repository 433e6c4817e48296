import Settings

/// A column that a source may have beside candles and settled funding.
public enum OptionalColumn: String, Sendable, Codable, CaseIterable {
  /// Mark price at the start of the bar, USD.
  case mark
  /// Funding rate that the venue predicts at the start of the bar for the next settlement, decimal for its interval.
  case predictedRate = "predicted_rate"
  /// Open interest at the start of the bar, base units.
  case openInterest = "open_interest"
  /// Traded value of the bar, USD; known at its end.
  case quoteVolume = "quote_volume"
}

/// The history of one symbol on one venue, aligned to the grid of its ``MarketDataset``.
///
/// Every column has one entry for each bar of the grid; `nan` means "no row". A candle at index b covers
/// [b, b+1): its open is known at b, its high, low, close and volume only at b + 1. The rate at index b was settled
/// after the start of bar b − 1 and at or before the start of b, and is known from then on; where several settlements lie
/// between two starts, rate and interval are their sums.
public struct InstrumentSeries: Sendable, Equatable {
  /// Index into `MarketDataset.venues`.
  public let venue: Int
  /// Index into `MarketDataset.symbols`.
  public let symbol: Int
  /// First traded price of the bar, in USD.
  public let open: [Double]
  /// Highest price of the bar, in USD.
  public let high: [Double]
  /// Lowest price of the bar, in USD.
  public let low: [Double]
  /// Last price of the bar, in USD.
  public let close: [Double]
  /// Traded quantity of the bar, in units of the base coin.
  public let volume: [Double]
  /// Funding rate settled at the start of the bar as a decimal for one interval; positive: longs pay shorts.
  public let settledRate: [Double]
  /// Length in hours of the interval that ``settledRate`` paid for.
  public let intervalHours: [Double]
  /// Whether the rate at this bar was imputed because the venue's row is missing.
  public let isImputed: [Bool]
  /// Columns that not every source has.
  public let optional: [OptionalColumn: [Double]]
  /// The first bar at which the instrument is no longer listed; `nil` while it is.
  ///
  /// Said by whoever knows it, never guessed from a missing candle: where it is `nil`, candles that are not there have
  /// not arrived yet.
  public let listedUntil: Int?

  /// Makes a series from columns of equal length.
  public init(
    venue: Int, symbol: Int, open: [Double], high: [Double], low: [Double], close: [Double], volume: [Double],
    settledRate: [Double], intervalHours: [Double], isImputed: [Bool], optional: [OptionalColumn: [Double]] = [:],
    listedUntil: Int? = nil
  ) {
    enforce(
      optional.values.allSatisfy { $0.count == open.count }
        && [high.count, low.count, close.count, volume.count, settledRate.count, intervalHours.count, isImputed.count]
          .allSatisfy { $0 == open.count },
      "columns must have equal lengths")
    self.venue = venue
    self.symbol = symbol
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.settledRate = settledRate
    self.intervalHours = intervalHours
    self.isImputed = isImputed
    self.optional = optional
    self.listedUntil = listedUntil
  }

  /// The bar after the last candle, where the grid has one; what a recorded history that is complete takes for the end of
  /// the listing.
  public var endOfCandles: Int? {
    let end = (open.lastIndex { !$0.isNaN } ?? -1) + 1
    return end < open.count ? end : nil
  }
}
