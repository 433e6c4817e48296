/// One contract: a symbol on a venue, by name.
public struct Listing: Hashable, Codable, Sendable {
  /// Name of the venue.
  public var venue: String
  /// Name of the symbol.
  public var symbol: String

  /// A contract by its names.
  public init(venue: String, symbol: String) {
    self.venue = venue
    self.symbol = symbol
  }
}

extension MarketDataset {
  /// Quote volume of each contract over its own last 24 candles, USD; contracts with fewer are left out.
  ///
  /// Instruments end at different hours, so "last" is counted from the end of each. The shipped snapshot of
  /// spreads and depths was taken on 2025-10-25, three months after the candles end (2025-07-26): the fit assumes that
  /// volumes kept their order in between.
  public func lastQuoteVolumes24h() -> [Listing: Double] {
    var volumes: [Listing: Double] = [:]
    for series in instruments {
      let last = InstrumentStatistics.quoteVolumes(of: series).filter { !$0.isNaN }.suffix(24)
      guard last.count == 24 else { continue }
      volumes[Listing(venue: venues[series.venue], symbol: symbols[series.symbol])] = last.reduce(0, +)
    }
    return volumes
  }
}
