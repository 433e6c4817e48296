/// Who an instrument is and by whose rules it trades.
public struct TradedInstrument: Sendable, Equatable {
  /// Name of the venue.
  public let venue: String
  /// Name of the symbol.
  public let symbol: String
  /// Index of its venue rules within the account's distinct ones.
  public let rules: Int

  /// An instrument from its names and rules.
  public init(venue: String, symbol: String, rules: Int) {
    self.venue = venue
    self.symbol = symbol
    self.rules = rules
  }
}
