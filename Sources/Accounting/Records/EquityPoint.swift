/// The account at the start of an hour, after everything that happened in it was booked.
public struct EquityPoint: Sendable, Equatable, Codable {
  /// Epoch milliseconds (UTC).
  public var timestamp: Int64
  /// Cash, USD: initial cash plus the ledger so far.
  public var cash: Double
  /// Cash plus the unrealised price profit of open legs, USD.
  public var equity: Double
  /// Margin bound by open legs, USD.
  public var marginUsed: Double
  /// Open positions.
  public var positions: Int

  /// A point of the equity curve.
  public init(timestamp: Int64, cash: Double, equity: Double, marginUsed: Double, positions: Int) {
    self.timestamp = timestamp
    self.cash = cash
    self.equity = equity
    self.marginUsed = marginUsed
    self.positions = positions
  }
}
