/// Counts and averages over closed positions.
public struct TradeStatistics: Sendable, Equatable {
  /// Closed positions.
  public let count: Int
  /// Positions with a net profit above 0.
  public let wins: Int
  /// Positions with a net profit below 0; a net profit of exactly 0 is neither win nor loss.
  public let losses: Int
  /// Sum of the net profits of the wins, USD.
  public let grossProfit: Double
  /// Sum of the net losses, USD; positive.
  public let grossLoss: Double
  /// Mean time from entry to exit, hours; `nil` without trades.
  public let meanHoldingHours: Double?
  /// Longest time from entry to exit, hours; `nil` without trades.
  ///
  /// The purge between training and test hours is at least as long.
  public let longestHoldingHours: Double?
  /// Positions closed by a liquidation.
  public let liquidations: Int
  /// Positions closed by the stop-loss.
  public let stopLosses: Int

  /// The statistics of a list of trades.
  ///
  /// - Complexity: O(count of trades).
  public init(of trades: [ClosedTrade]) {
    let winning = trades.filter { $0.netProfit > 0 }
    let losing = trades.filter { $0.netProfit < 0 }
    count = trades.count
    wins = winning.count
    losses = losing.count
    grossProfit = winning.reduce(0) { $0 + $1.netProfit }
    grossLoss = losing.reduce(0) { $0 - $1.netProfit }
    let held = trades.reduce(0) { $0 + $1.holdingHours }
    longestHoldingHours = trades.lazy.map(\.holdingHours).max()
    meanHoldingHours = trades.isEmpty ? nil : held / Double(trades.count)
    liquidations = trades.count { $0.reason == .liquidation }
    stopLosses = trades.count { $0.reason == .stopLoss }
  }

  /// Wins of all trades, percent; `nil` without trades.
  public var winRate: Double? { count > 0 ? Double(wins) / Double(count) * 100 : nil }

  /// Mean net profit of the wins, USD; `nil` without wins.
  public var averageWin: Double? { wins > 0 ? grossProfit / Double(wins) : nil }

  /// Mean net loss of the losses, USD, positive; `nil` without losses.
  public var averageLoss: Double? { losses > 0 ? grossLoss / Double(losses) : nil }

  /// Gross profit over gross loss; `nil` without losses.
  ///
  /// Not the win/loss ratio: profit factor = win/loss ratio · wins / losses.
  public var profitFactor: Double? { losses > 0 ? grossProfit / grossLoss : nil }

  /// Average win over average loss; `nil` without wins or without losses.
  public var winLossRatio: Double? {
    guard let averageWin, let averageLoss else { return nil }
    return averageWin / averageLoss
  }
}
