import Trading

/// What a pair looked like when it was opened, for the observation.
struct PairEntry: Sendable {
  /// |short − long| over their mean at the marks, percent.
  var spread = 0.0
  /// Funding that the last settled rates promised, percent of notional for 8 hours.
  var funding = 0.0

  init() {}

  init(long: InstrumentBar, short: InstrumentBar) {
    spread = Self.spread(long.mark, short.mark)
    funding = InstrumentBar.fundProfit8h(long: long, short: short)
  }

  /// |second − first| over their mean, percent.
  @inline(__always)
  static func spread(_ first: Double, _ second: Double) -> Double {
    abs(second - first) / (0.5 * (first + second)) * 100
  }
}

/// The legs of a pair.
extension Account {
  /// The bought leg of a position.
  @inline(__always)
  func long(ofPosition slot: Int) -> Leg { legs[2 * slot] }

  /// The sold leg of a position.
  @inline(__always)
  func short(ofPosition slot: Int) -> Leg { legs[2 * slot + 1] }
}
