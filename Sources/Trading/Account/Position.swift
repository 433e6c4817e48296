import Accounting

/// What the legs of a position share: one leg for a bet on a price, two that were opened together with the same base
/// quantity for a hedged pair.
public struct Position: Sendable {
  /// Number of the position since the reset, from 1.
  public internal(set) var number = 0
  /// Index of the symbol, −1 where the slot is free.
  public internal(set) var symbol: Int32 = -1
  /// Bar of the entry.
  public internal(set) var entryBar = 0
  /// Notional of the largest leg at entry, USD.
  public internal(set) var size = 0.0
  /// Size over the margin of one leg.
  public internal(set) var leverage = 1.0
  /// Fees of the entry, USD, positive.
  public internal(set) var entryFees = 0.0
  /// All fees so far, USD, positive.
  public internal(set) var fees = 0.0
  /// Why the position has to be closed as soon as that is possible; `nil` while it may stay.
  public internal(set) var pendingExit: ClosedTrade.Reason?

  /// A free slot.
  static let free = Position()

  /// Whether the slot holds a position.
  @inlinable @inline(__always)
  public var isOpen: Bool { symbol >= 0 }
}
