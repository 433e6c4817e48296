import Accounting

/// One side of a position on one venue, with isolated margin.
struct Leg: Sendable {
  /// Index of the instrument.
  var instrument: Int
  /// Index of its venue rules.
  var rules: Int
  /// +1 for long, −1 for short.
  var sign: Double
  /// Whether the leg is still held.
  var isOpen: Bool
  /// Base units.
  var quantity: Double
  /// Fill price at entry, USD.
  var entryPrice: Double
  /// Margin set aside at entry, USD.
  var margin: Double
  /// Funding booked so far, USD; belongs to the leg's isolated balance.
  var funding: Double = 0
  /// Price at which maintenance margin is no longer covered, USD; 0 for a long and infinite for a short that no
  /// price liquidates.
  var liquidationPrice: Double
  /// Mark price of the current hour, USD.
  var mark: Double
  /// Fill price at exit, USD; meaningful once closed.
  var exitPrice = 0.0
  /// Hour of the exit; meaningful once closed.
  var exitHour = 0
  /// Realised price profit, USD; 0 while open.
  var realizedProfit = 0.0

  /// Direction for the records.
  var side: Side { sign > 0 ? .long : .short }

  /// Margin and funding: what the venue may take, USD.
  var balance: Double { margin + funding }

  /// Price profit at the mark, USD; 0 once closed.
  @inline(__always)
  var unrealizedProfit: Double { isOpen ? sign * quantity * (mark - entryPrice) : 0 }

  /// Price profit, realised or not, as a share of the entry price.
  @inline(__always)
  var profitShare: Double {
    sign * ((isOpen ? mark : exitPrice) - entryPrice) / entryPrice
  }

  /// Distance from the mark to liquidation as a share of the mark, in 0...1; 1 once closed.
  @inline(__always)
  var liquidationDistance: Double {
    guard isOpen else { return 1 }
    return min(max(sign * (mark - liquidationPrice) / mark, 0), 1)
  }
}
