import Foundation
import Randomness
import Settings

extension Scorecard {
  /// Hours of the month to which returns are compounded: 30 days.
  public static let hoursPerMonth = 720.0

  /// Measures one run over one window.
  ///
  /// - Parameters:
  ///   - initialCash: Cash before the first stamp, USD; positive.
  ///   - equity: The curve in time order; at least one point.
  ///   - trades: Positions closed within the window.
  ///   - ledger: Every change of cash within the window.
  ///   - hindsightProfit: Net profit of the hindsight optimum on the same window, USD; `nil` if it is unknown.
  ///   - rejectedActions: Actions that the environment refused.
  ///   - bootstrap: How the intervals are drawn; must be valid.
  ///   - random: Source of the bootstrap's draws.
  /// - Returns: All metrics of the window.
  /// - Complexity: O(resamples · points).
  public static func compute(
    initialCash: Double, equity: [EquityPoint], trades: [ClosedTrade], ledger: [LedgerEntry],
    hindsightProfit: Double? = nil, rejectedActions: Int = 0, bootstrap: BootstrapConfiguration = .init(),
    using random: inout RandomStream
  ) -> Scorecard {
    enforce(initialCash > 0, "initialCash must be positive, was \(initialCash)")
    guard let first = equity.first, let last = equity.last else {
      refuse("equity must have at least 1 point, had 0")
    }
    let hours = Double(last.timestamp - first.timestamp) / 3_600_000
    let netProfit = last.equity - initialCash
    let returns = ReturnSeries(initialCash: initialCash, equity: equity)
    let intervals = BlockBootstrap(bootstrap).intervals(of: returns, for: [\.sharpe, \.sortino], using: &random)
    let statistics = TradeStatistics(of: trades)
    let utilisation = utilisationPercents(equity)
    let parts = ProfitParts(of: ledger)
    let priceProfit = parts.price + (last.equity - last.cash)

    return Scorecard(
      startTimestamp: first.timestamp, endTimestamp: last.timestamp, hours: hours,
      initialCash: initialCash, finalEquity: last.equity,
      netProfit: netProfit, netReturn: netProfit / initialCash * 100,
      monthlyReturn: monthlyReturn(growth: last.equity / initialCash, hours: hours),
      sharpe: returns.sharpe, sharpeInterval: intervals[0],
      sortino: returns.sortino, sortinoInterval: intervals[1],
      maximumDrawdown: DrawdownCurve(initialCash: initialCash, equity: equity).maximum,
      trades: statistics.count, wins: statistics.wins, losses: statistics.losses,
      winRate: statistics.winRate, profitFactor: statistics.profitFactor,
      averageWin: statistics.averageWin, averageLoss: statistics.averageLoss,
      winLossRatio: statistics.winLossRatio,
      tradesPerDay: hours > 0 ? Double(statistics.count) / hours * 24 : nil,
      meanHoldingHours: statistics.meanHoldingHours,
      meanUtilisation: utilisation.isEmpty ? nil : utilisation.reduce(0, +) / Double(utilisation.count),
      maximumUtilisation: utilisation.max(),
      fundingProfit: parts.funding, priceProfit: priceProfit, fees: parts.fees,
      bookkeepingResidual: netProfit - (parts.funding + priceProfit - parts.fees),
      liquidations: statistics.liquidations, stopLosses: statistics.stopLosses, rejectedActions: rejectedActions,
      hindsightShare: hindsightProfit.flatMap { $0 > 0 ? netProfit / $0 * 100 : nil })
  }

  /// A growth factor over some hours, compounded to 30 days, percent; −100 where everything was lost, `nil` if no
  /// time passed.
  static func monthlyReturn(growth: Double, hours: Double) -> Double? {
    guard hours > 0 else { return nil }
    return (pow(max(growth, 0), hoursPerMonth / hours) - 1) * 100
  }

  /// Margin used over equity at each point, percent; points without equity are left out.
  private static func utilisationPercents(_ equity: [EquityPoint]) -> [Double] {
    equity.filter { $0.equity > 0 }.map { $0.marginUsed / $0.equity * 100 }
  }
}
