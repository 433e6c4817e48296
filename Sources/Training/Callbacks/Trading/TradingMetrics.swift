import Accounting

/// How some episodes of a trading task went, by the definitions of `Accounting`.
public struct TradingMetrics: Sendable, Equatable {
  /// Annualised Sharpe ratio of the returns of all episodes together; `nil` if they do not vary.
  public let sharpe: Double?
  /// Largest drawdown within any of the episodes, percent; `nil` without episodes.
  public let maximumDrawdown: Double?
  /// Trades with a net profit above 0 of all trades, percent; `nil` without trades.
  public let winRate: Double?
  /// Gross profit over gross loss; `nil` without losses.
  public let profitFactor: Double?
  /// Closed trades.
  public let trades: Int
  /// Net profit of an episode on average, USD; `nil` without episodes.
  public let meanNetProfit: Double?

  init(of episodes: [TradingMetricsCallback.Episode]) {
    let statistics = TradeStatistics(of: episodes.flatMap(\.trades))
    // The bars of all episodes are of one length, so that those of the first say how many a year has.
    let returns = ReturnSeries(
      values: episodes.flatMap(\.returns), periodsPerYear: episodes.first?.periodsPerYear ?? ReturnSeries.hoursPerYear)
    sharpe = returns.sharpe
    maximumDrawdown = episodes.map(\.drawdown).max()
    winRate = statistics.winRate
    profitFactor = statistics.profitFactor
    trades = statistics.count
    meanNetProfit =
      episodes.isEmpty ? nil : episodes.reduce(0) { $0 + $1.netProfit } / Double(episodes.count)
  }
}
