import Accounting

/// Everything that was booked in an episode, for evaluation.
public struct EpisodeRecording: Sendable, Equatable {
  /// Cash at the start, USD.
  public let initialCapital: Double
  /// Every change of cash in the order of booking.
  public internal(set) var ledger: [LedgerEntry] = []
  /// Closed positions in the order of closing.
  public internal(set) var trades: [ClosedTrade] = []
  /// The account at every bar, the first included.
  public internal(set) var equity: [EquityPoint] = []

  /// Longest time that a position was held, whole hours; 0 without trades.
  ///
  /// Purging as many hours before a test window leaves no training trade that reaches into it. Positions that the end
  /// of the window closed count with the hours until then.
  public var longestHoldingHours: Int {
    Int((TradeStatistics(of: trades).longestHoldingHours ?? 0).rounded(.up))
  }

  init(initialCapital: Double) {
    self.initialCapital = initialCapital
  }

  /// The same as books that do not know how they were kept.
  public var books: EpisodeBooks {
    EpisodeBooks(initialCash: initialCapital, equity: equity, trades: trades, ledger: ledger)
  }
}
