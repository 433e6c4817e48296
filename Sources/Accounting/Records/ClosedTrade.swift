/// One closed position: a hedged pair, or one leg alone.
public struct ClosedTrade: Sendable, Equatable, Codable {
  /// Why the position was closed.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// The agent chose to.
    case agent
    /// The loss passed the stop-loss threshold.
    case stopLoss = "stop-loss"
    /// A leg was liquidated.
    case liquidation
    /// The data, or the window, ended.
    case endOfData = "end-of-data"
  }

  /// Entry and exit of one leg.
  public struct Leg: Sendable, Equatable, Codable {
    /// Name of the venue.
    public var venue: String
    /// Fill price at entry, USD.
    public var entryPrice: Double
    /// Fill price at exit, USD.
    public var exitPrice: Double
    /// Epoch milliseconds (UTC) of the exit; a liquidated leg leaves before the other.
    public var exitTimestamp: Int64
    /// Base units.
    public var quantity: Double

    /// A leg from its fills.
    public init(venue: String, entryPrice: Double, exitPrice: Double, exitTimestamp: Int64, quantity: Double) {
      self.venue = venue
      self.entryPrice = entryPrice
      self.exitPrice = exitPrice
      self.exitTimestamp = exitTimestamp
      self.quantity = quantity
    }
  }

  /// Number of the position within the run, from 1.
  public var position: Int
  /// Name of the symbol.
  public var symbol: String
  /// Epoch milliseconds (UTC) at which it was opened.
  public var entryTimestamp: Int64
  /// Epoch milliseconds (UTC) at which the last leg was closed.
  public var exitTimestamp: Int64
  /// The bought leg; `nil` where the position was short alone.
  public var long: Leg?
  /// The sold leg; `nil` where the position was long alone.
  public var short: Leg?
  /// Notional of one leg at entry, USD.
  public var size: Double
  /// Notional over margin.
  public var leverage: Double
  /// Funding received less paid, both legs, USD.
  public var funding: Double
  /// Fees paid, both legs, USD; positive.
  public var fees: Double
  /// Price profit of both legs, slippage included, USD.
  public var priceProfit: Double
  /// Why it was closed.
  public var reason: Reason

  /// `priceProfit + funding − fees`, USD.
  public var netProfit: Double { priceProfit + funding - fees }

  /// Hours from the entry to the exit of the last leg.
  public var holdingHours: Double { Double(exitTimestamp - entryTimestamp) / 3_600_000 }

  /// A closed position.
  public init(
    position: Int, symbol: String, entryTimestamp: Int64, exitTimestamp: Int64, long: Leg?, short: Leg?, size: Double,
    leverage: Double, funding: Double, fees: Double, priceProfit: Double, reason: Reason
  ) {
    self.position = position
    self.symbol = symbol
    self.entryTimestamp = entryTimestamp
    self.exitTimestamp = exitTimestamp
    self.long = long
    self.short = short
    self.size = size
    self.leverage = leverage
    self.funding = funding
    self.fees = fees
    self.priceProfit = priceProfit
    self.reason = reason
  }
}
