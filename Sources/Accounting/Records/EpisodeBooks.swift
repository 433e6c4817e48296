/// Everything that was booked in one episode that has ended.
public struct EpisodeBooks: Sendable, Equatable, Codable {
  /// Cash at the start, USD.
  public var initialCash: Double
  /// The account at every stamp, the first and the last included.
  public var equity: [EquityPoint]
  /// Closed positions in the order of closing.
  public var trades: [ClosedTrade]
  /// Every change of cash in the order of booking.
  public var ledger: [LedgerEntry]

  /// Books from their parts.
  public init(initialCash: Double, equity: [EquityPoint], trades: [ClosedTrade], ledger: [LedgerEntry]) {
    self.initialCash = initialCash
    self.equity = equity
    self.trades = trades
    self.ledger = ledger
  }

  /// Equity at the end less cash at the start, USD; 0 without equity points.
  public var netProfit: Double { equity.last.map { $0.equity - initialCash } ?? 0 }
}

/// A trading task whose books can be read after an episode, also when the next one has begun.
public protocol Bookkeeping {
  /// The books of the last episode that ended; `nil` where none has, or where no books are kept.
  var finishedBooks: EpisodeBooks? { get }
}
