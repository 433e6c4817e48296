/// One change of cash, or one opening of a leg (which changes none).
///
/// Initial cash plus the sum of all amounts is the final cash.
public struct LedgerEntry: Sendable, Equatable, Codable {
  /// What happened.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A leg was opened; the amount is 0.
    case open
    /// A leg was closed; the amount is its realised price profit.
    case close
    /// A fee was paid; the amount is negative.
    case fee
    /// Funding was settled; the amount is signed.
    case funding
    /// A leg was liquidated; the amount is its realised price loss.
    case liquidation
  }

  /// Epoch milliseconds (UTC).
  public var timestamp: Int64
  /// Number of the position within the run, from 1; both legs carry the same.
  public var position: Int
  /// Name of the venue.
  public var venue: String
  /// Name of the symbol.
  public var symbol: String
  /// Direction of the leg.
  public var side: Side
  /// What happened.
  public var kind: Kind
  /// Base units of the leg, always positive.
  public var quantity: Double
  /// Fill price, or mark price for funding, USD.
  public var price: Double
  /// Fee rate, funding rate, or 0, as a decimal.
  public var rate: Double
  /// Change of cash, USD.
  public var amount: Double

  /// A ledger row.
  public init(
    timestamp: Int64, position: Int, venue: String, symbol: String, side: Side, kind: Kind, quantity: Double,
    price: Double, rate: Double, amount: Double
  ) {
    self.timestamp = timestamp
    self.position = position
    self.venue = venue
    self.symbol = symbol
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.price = price
    self.rate = rate
    self.amount = amount
  }
}

/// Direction of a leg.
public enum Side: String, Sendable, Codable, CaseIterable {
  /// Bought: gains where the price rises.
  case long
  /// Sold: gains where the price falls.
  case short

  /// +1 for long, −1 for short.
  public var sign: Double { self == .long ? 1 : -1 }
}
