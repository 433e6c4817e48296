import Statistics

/// What one policy earned on one window, and at what risk.
///
/// A value that is undefined is `nil`, never 0 and never infinite: a Sharpe ratio without variance, a profit
/// factor without losses. `docs/metrics.md` lists the definitions; ``MetricDefinition/all`` holds the same texts.
public struct Scorecard: Codable, Sendable, Equatable {
  /// First stamp of the equity curve, epoch milliseconds (UTC).
  public var startTimestamp: Int64
  /// Last stamp of the equity curve, epoch milliseconds (UTC).
  public var endTimestamp: Int64
  /// Time between the two stamps, hours.
  public var hours: Double
  /// Cash at the start, USD.
  public var initialCash: Double
  /// Equity at the end, USD.
  public var finalEquity: Double

  /// Final equity less initial cash, USD.
  public var netProfit: Double
  /// Net profit of the initial cash, percent.
  public var netReturn: Double
  /// The net return compounded to 30 days, percent: 100·((final equity / initial cash)^(720 / hours) − 1).
  public var monthlyReturn: Double?
  /// Mean over sample standard deviation of the hourly equity returns, annualised by √8760.
  public var sharpe: Double?
  /// Circular block-bootstrap percentile interval of the Sharpe ratio.
  public var sharpeInterval: ConfidenceInterval?
  /// Mean over downside deviation (target 0) of the hourly equity returns, annualised by √8760.
  public var sortino: Double?
  /// Circular block-bootstrap percentile interval of the Sortino ratio.
  public var sortinoInterval: ConfidenceInterval?
  /// Largest fall of equity from its highest value so far, percent of that value; the initial cash is the first peak.
  public var maximumDrawdown: Double

  /// Closed positions.
  public var trades: Int
  /// Closed positions with a net profit above 0.
  public var wins: Int
  /// Closed positions with a net profit below 0.
  public var losses: Int
  /// Wins of all closed positions, percent.
  public var winRate: Double?
  /// Sum of winning net profits over sum of net losses.
  public var profitFactor: Double?
  /// Mean net profit of the wins, USD.
  public var averageWin: Double?
  /// Mean net loss of the losses, USD; positive.
  public var averageLoss: Double?
  /// Average win over average loss.
  public var winLossRatio: Double?
  /// Closed positions for each 24 hours of the window.
  public var tradesPerDay: Double?
  /// Mean time from entry to exit, hours.
  public var meanHoldingHours: Double?

  /// Mean over the curve of margin used / equity, percent.
  public var meanUtilisation: Double?
  /// Largest margin used / equity of the curve, percent.
  public var maximumUtilisation: Double?

  /// Funding received less funding paid, USD.
  public var fundingProfit: Double
  /// Price profit of closed and liquidated legs plus the unrealised price profit at the end, USD.
  public var priceProfit: Double
  /// Fees paid, USD; positive.
  public var fees: Double
  /// Net profit less (funding + price − fees), USD: 0 but for rounding where the books are right.
  public var bookkeepingResidual: Double

  /// Closed positions that ended in a liquidation.
  public var liquidations: Int
  /// Closed positions that ended by the stop-loss.
  public var stopLosses: Int
  /// Actions that the environment refused.
  public var rejectedActions: Int
  /// Net profit of the hindsight optimum's net profit, percent.
  public var hindsightShare: Double?
}
