import Accounting

/// A long and a short leg of one symbol, opened together with the same base quantity.
struct Position: Sendable {
  /// Number of the position within the episode, from 1.
  var number = 0
  /// Index of the symbol, −1 where the slot is free.
  var symbol: Int32 = -1
  /// Hour of the entry.
  var entryHour = 0
  /// Notional of the larger leg at entry, USD.
  var size = 0.0
  /// Size over the margin of one leg.
  var leverage = 1.0
  /// Fees of the entry, USD, positive.
  var entryFees = 0.0
  /// All fees so far, USD, positive.
  var fees = 0.0
  /// |short − long| over their mean at the entry marks, percent.
  var entrySpread = 0.0
  /// Funding that the last settled rates promised at entry, percent of notional for 8 hours.
  var entryFunding = 0.0
  /// Why the position has to be closed as soon as that is possible; `nil` while it may stay.
  var pendingExit: ClosedTrade.Reason?
  /// The bought leg.
  var long: Leg
  /// The sold leg.
  var short: Leg

  /// A free slot.
  static let free: Position = {
    let leg = Leg(
      instrument: 0, rules: 0, sign: 1, isOpen: false, quantity: 0, entryPrice: 1, margin: 0, liquidationPrice: 0,
      mark: 1)
    return Position(long: leg, short: leg)
  }()

  @inline(__always)
  var isOpen: Bool { symbol >= 0 }

  /// Margin of the legs that are still held, USD.
  @inline(__always)
  var marginUsed: Double { (long.isOpen ? long.margin : 0) + (short.isOpen ? short.margin : 0) }

  /// Price profit of open legs at the mark, USD.
  @inline(__always)
  var unrealizedProfit: Double { long.unrealizedProfit + short.unrealizedProfit }

  /// Price profit, realised or not, with funding and less the fees paid so far, USD.
  @inline(__always)
  var netProfit: Double {
    unrealizedProfit + long.realizedProfit + short.realizedProfit + funding - fees
  }

  /// Funding of both legs, USD.
  @inline(__always)
  var funding: Double { long.funding + short.funding }

  /// Distance of the closer leg to liquidation.
  @inline(__always)
  var liquidationDistance: Double { min(long.liquidationDistance, short.liquidationDistance) }

  /// |short − long| over their mean at the current marks, percent.
  @inline(__always)
  var currentSpread: Double { Self.spread(long.mark, short.mark) }

  /// |second − first| over their mean, percent.
  @inline(__always)
  static func spread(_ first: Double, _ second: Double) -> Double {
    abs(second - first) / (0.5 * (first + second)) * 100
  }
}
