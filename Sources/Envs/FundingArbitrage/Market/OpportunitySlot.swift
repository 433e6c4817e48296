/// The pair in one opportunity slot at one hour, with what an entry has to respect; known at that hour.
struct OpportunitySlot: Sendable {
  /// Instrument to buy, −1 where the slot is empty.
  var long: Int32
  /// Instrument to sell.
  var short: Int32
  /// Index of the symbol.
  var symbol: Int32
  /// Index of the long leg's venue rules.
  var longRules: Int16
  /// Index of the short leg's venue rules.
  var shortRules: Int16
  /// Smallest size with which both legs reach the least notional of their venues, USD.
  var minimumSize: Double
  /// Modelled depth of the thinner leg, USD.
  var depth: Double
  /// Sum of both half-spreads, as a share of price.
  var halfSpreads: Double
  /// Sum of both impact scales; see ``InstrumentHour/impactScale``.
  var impactScales: Double

  /// No opportunity.
  static let empty = OpportunitySlot(
    long: -1, short: -1, symbol: -1, longRules: 0, shortRules: 0, minimumSize: .infinity, depth: 0, halfSpreads: 0,
    impactScales: 0)

  var isEmpty: Bool { long < 0 }
}

/// Who an instrument is and by whose rules it trades.
struct InstrumentIdentity: Sendable {
  let venue: String
  let symbol: String
  /// Index of its venue rules within the market's distinct ones.
  let rules: Int
}
