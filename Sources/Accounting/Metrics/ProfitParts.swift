/// A profit split into funding, price and fees, USD.
public struct ProfitParts: Sendable, Equatable {
  /// Funding received less funding paid.
  public var funding: Double
  /// Price profit of closed and liquidated legs.
  public var price: Double
  /// Fees paid; positive.
  public var fees: Double

  /// `funding + price − fees`.
  public var net: Double { funding + price - fees }

  /// No profit yet.
  public init() {
    funding = 0
    price = 0
    fees = 0
  }

  /// The sum over a whole ledger: ``net`` is the change of cash.
  ///
  /// - Complexity: O(count of rows).
  public init(of ledger: [LedgerEntry]) {
    self.init()
    for entry in ledger { add(entry) }
  }

  /// Books one row.
  public mutating func add(_ entry: LedgerEntry) {
    switch entry.kind {
    case .open, .close, .liquidation: price += entry.amount
    case .fee: fees -= entry.amount
    case .funding: funding += entry.amount
    }
  }
}
