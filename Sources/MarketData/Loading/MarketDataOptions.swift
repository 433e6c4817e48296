import Settings

/// Which part of a market folder to load.
public struct MarketDataOptions: Configuration {
  /// Symbols to load; empty means all.
  ///
  /// A symbol named here must have data on at least two venues.
  public var symbols: [String]
  /// Venues to load; empty means all.
  public var venues: [String]
  /// First hour to keep, epoch milliseconds UTC; `nil` means from the first row.
  public var from: Int64?
  /// End of the last hour to keep (exclusive), epoch milliseconds UTC; `nil` means to the last row.
  public var to: Int64?

  /// Everything by default.
  public init(symbols: [String] = [], venues: [String] = [], from: Int64? = nil, to: Int64? = nil) {
    self.symbols = symbols
    self.venues = venues
    self.from = from
    self.to = to
  }

  /// Checks that the window goes forward.
  public func validate() throws(ConfigurationError) {
    if let from, let to {
      try require(from < to, "to", must: "be later than from (\(UTCTimestamp(from)))", found: UTCTimestamp(to))
    }
  }
}
