import Trading

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
  /// Sum of both impact scales; see `InstrumentBar.impactScale`.
  var impactScales: Double

  /// No opportunity.
  static let empty = OpportunitySlot(
    long: -1, short: -1, symbol: -1, longRules: 0, shortRules: 0, minimumSize: .infinity, depth: 0, halfSpreads: 0,
    impactScales: 0)

  var isEmpty: Bool { long < 0 }
}

extension OpportunitySlot {
  /// What an entry has to respect, by the limits of an account.
  @inline(__always)
  func terms(_ limits: UnsafeBufferPointer<RuleLimits>) -> EntryTerms {
    let long = limits[Int(longRules)]
    let short = limits[Int(shortRules)]
    return EntryTerms(
      minimumSize: minimumSize, depth: depth, halfSpreads: halfSpreads, impactScales: impactScales,
      largestSize: min(long.largestLong, short.largestShort), feeRates: long.feeRate + short.feeRate, legs: 2)
  }
}

extension InstrumentBar {
  /// Funding of a pair at the last settled rates, percent of notional for 8 hours.
  @inline(__always)
  static func fundProfit8h(long: InstrumentBar, short: InstrumentBar) -> Double {
    800 * Double(short.hourlyRate - long.hourlyRate)
  }
}
