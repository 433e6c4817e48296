import Accounting
import MarketData

/// A position on one instrument, with isolated margin.
public struct Leg: Sendable {
  /// Index of the instrument.
  public internal(set) var instrument: Int
  /// Index of its venue rules.
  public internal(set) var rules: Int
  /// +1 for long, −1 for short.
  public internal(set) var sign: Double
  /// Whether the leg is still held.
  public internal(set) var isOpen: Bool
  /// Base units; 0 where the position has no such leg.
  public internal(set) var quantity: Double
  /// Fill price at entry, USD.
  public internal(set) var entryPrice: Double
  /// Margin set aside at entry, USD.
  public internal(set) var margin: Double
  /// Funding booked so far, USD; belongs to the leg's isolated balance.
  public internal(set) var funding: Double = 0
  /// Price at which maintenance margin is no longer covered, USD; 0 for a long and infinite for a short that no
  /// price liquidates.
  public internal(set) var liquidationPrice: Double
  /// Mark price of the current bar, USD.
  public internal(set) var mark: Double
  /// Fill price at exit, USD; meaningful once closed.
  public internal(set) var exitPrice = 0.0
  /// Bar of the exit; meaningful once closed.
  public internal(set) var exitBar = 0
  /// Realised price profit, USD; 0 while open.
  public internal(set) var realizedProfit = 0.0

  /// No leg.
  static let none = Leg(
    instrument: 0, rules: 0, sign: 1, isOpen: false, quantity: 0, entryPrice: 1, margin: 0, liquidationPrice: 0,
    mark: 1)

  /// Whether the leg is, or was, part of a position.
  public var exists: Bool { quantity > 0 }

  /// Direction for the records.
  public var side: Side { sign > 0 ? .long : .short }

  /// Margin and funding: what the venue may take, USD.
  public var balance: Double { margin + funding }

  /// Price profit at the mark, USD; 0 once closed.
  @inlinable @inline(__always)
  public var unrealizedProfit: Double { isOpen ? sign * quantity * (mark - entryPrice) : 0 }

  /// Price profit, realised or not, as a share of the entry price.
  @inlinable @inline(__always)
  public var profitShare: Double {
    sign * ((isOpen ? mark : exitPrice) - entryPrice) / entryPrice
  }

  /// Distance from the mark to liquidation as a share of the mark, in 0...1; 1 once closed.
  @inlinable @inline(__always)
  public var liquidationDistance: Double {
    guard isOpen else { return 1 }
    return min(max(sign * (mark - liquidationPrice) / mark, 0), 1)
  }

  /// Recomputes the liquidation price after the isolated balance changed.
  mutating func updateLiquidationPrice(_ rules: VenueRules) {
    let price = rules.liquidationPrice(
      side: sign > 0 ? .long : .short, entryPrice: entryPrice, quantity: quantity, walletBalance: balance)
    liquidationPrice = price ?? (sign > 0 ? 0 : .infinity)
  }

  /// Price at which nothing is left of the balance, USD.
  var bankruptcyPrice: Double { entryPrice - sign * balance / quantity }

  /// Ends the leg at a price.
  ///
  /// - Returns: The realised price profit, USD.
  mutating func close(at price: Double, bar: Int) -> Double {
    realizedProfit = sign * quantity * (price - entryPrice)
    exitPrice = price
    exitBar = bar
    isOpen = false
    return realizedProfit
  }
}
