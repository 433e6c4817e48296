import Settings

/// The hourly history of one symbol on one venue, aligned to the hour grid of its ``MarketDataset``.
///
/// Every column has one entry for each hour of the grid; `nan` means "no row". A candle at index h covers
/// [h, h+1): its open is known at h, its high, low, close and volume only at h + 1. The rate at index h was settled
/// at h and is known from then on.
public struct InstrumentSeries: Sendable, Equatable {
  /// Index into `MarketDataset.venues`.
  public let venue: Int
  /// Index into `MarketDataset.symbols`.
  public let symbol: Int
  /// First traded price of the hour, in USD.
  public let open: [Double]
  /// Highest price of the hour, in USD.
  public let high: [Double]
  /// Lowest price of the hour, in USD.
  public let low: [Double]
  /// Last price of the hour, in USD.
  public let close: [Double]
  /// Traded quantity of the hour, in units of the base coin.
  public let volume: [Double]
  /// Funding rate settled at the start of the hour as a decimal for one interval; positive: longs pay shorts.
  public let settledRate: [Double]
  /// Length in hours of the interval that ``settledRate`` paid for.
  public let intervalHours: [Double]
  /// Whether the rate at this hour was imputed because the venue's row is missing.
  public let isImputed: [Bool]

  /// Makes a series from columns of equal length.
  public init(
    venue: Int, symbol: Int, open: [Double], high: [Double], low: [Double], close: [Double], volume: [Double],
    settledRate: [Double], intervalHours: [Double], isImputed: [Bool]
  ) {
    enforce(
      [high.count, low.count, close.count, volume.count, settledRate.count, intervalHours.count, isImputed.count]
        .allSatisfy { $0 == open.count }, "columns must have equal lengths")
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
  }
}
