import Settings
import TextFormats

/// Which part of a market folder to load.
public struct MarketDataOptions: Configuration {
  /// Symbols to load; empty means all.
  ///
  /// A symbol named here must have data on at least ``leastVenues`` venues.
  public var symbols: [String]
  /// Venues to load; empty means all.
  public var venues: [String]
  /// First bar to keep, epoch milliseconds UTC; `nil` means from the first row.
  public var from: Int64?
  /// End of the last bar to keep (exclusive), epoch milliseconds UTC; `nil` means to the last row.
  public var to: Int64?

  /// Length of the bars: which of the folder's candles are read.
  public var barLength = BarLength.hour
  /// Venues on which a symbol that is named must have data: 2 for arbitrage, 1 for bets on a price.
  public var leastVenues = 2
  /// Whether an instrument needs a file of settled funding.
  public var needsFunding = true
  /// Whether an instrument whose candles end before the last bar of the data is taken to be listed until then: right for
  /// a history that is complete, wrong for one that still grows.
  public var endsListingsWithCandles = true
  /// Ends of listings that are known, epoch milliseconds UTC by `VENUE/SYMBOL`; they come before
  /// ``endsListingsWithCandles``.
  public var listedUntil: [String: Int64] = [:]

  /// Everything by default.
  public init(symbols: [String] = [], venues: [String] = [], from: Int64? = nil, to: Int64? = nil) {
    self.symbols = symbols
    self.venues = venues
    self.from = from
    self.to = to
  }

  /// Checks that the window goes forward, and the number of venues.
  public func validate() throws(ConfigurationError) {
    try require(leastVenues > 0, "leastVenues", must: "be positive", found: leastVenues)
    if let from, let to {
      try require(from < to, "to", must: "be later than from (\(UTCTimestamp(from)))", found: UTCTimestamp(to))
    }
  }
}
