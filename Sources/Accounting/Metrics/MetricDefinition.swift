import TextFormats
import Statistics

/// One line of a scorecard: its name, its unit, what it means and how it is printed.
public struct MetricDefinition: Sendable {
  /// The part of a scorecard that a metric belongs to.
  public enum Section: String, Sendable, CaseIterable {
    /// The time that was measured.
    case window = "Window"
    /// What was earned, and with how much risk.
    case result = "Result"
    /// What the positions did.
    case trades = "Trades"
    /// Where the profit came from.
    case profit = "Profit"
    /// What went wrong.
    case safety = "Safety"
  }

  /// The part of the scorecard.
  public let section: Section
  /// The name for people: `Net return`.
  public let title: String
  /// The unit: `%`, `USD`, `h`; empty for counts and ratios.
  public let unit: String
  /// The definition, in one or two sentences.
  public let definition: String
  /// The printed value; `NumberText.undefined` where there is none.
  public let text: @Sendable (Scorecard) -> String

  /// Name and unit: `Net return, %`.
  public var heading: String { unit.isEmpty ? title : "\(title), \(unit)" }
}

extension MetricDefinition {
  /// Every metric, in the order in which they are printed.
  public static let all: [MetricDefinition] = window + result + trades + profit + safety

  private static let window: [MetricDefinition] = [
    .init(
      section: .window, title: "Start", unit: "UTC", definition: "First stamp of the equity curve.",
      text: { UTCDate(timestamp: $0.startTimestamp).dayText }),
    .init(
      section: .window, title: "End", unit: "UTC", definition: "Last stamp of the equity curve.",
      text: { UTCDate(timestamp: $0.endTimestamp).dayText }),
    number(.window, "Duration", "h", 0, "Time between the first and the last stamp.") { $0.hours },
  ]

  private static let result: [MetricDefinition] = [
    number(
      .result, "Net return", "%", 2,
      "Final equity less initial cash, divided by initial cash. All fees, funding and slippage are in it."
    ) { $0.netReturn },
    number(
      .result, "Monthly return", "%", 2,
      "The net return compounded to 30 days: (final equity / initial cash)^(720 / hours) − 1."
    ) { $0.monthlyReturn },
    number(
      .result, "Sharpe", "", 2,
      "Mean of the hourly equity returns divided by their sample standard deviation, times √8760; risk-free rate 0. "
        + "Undefined where the returns do not vary."
    ) { $0.sharpe },
    interval(
      "Sharpe interval",
      "Circular block-bootstrap percentile interval of the Sharpe ratio (default: 95 %, blocks of 24 hours, "
        + "1000 resamples). Undefined for less than two blocks of data."
    ) { $0.sharpeInterval },
    number(
      .result, "Sortino", "", 2,
      "Mean of the hourly equity returns divided by √(Σ min(return, 0)² / n), n counting all hours, times √8760. "
        + "Undefined where no hour lost."
    ) { $0.sortino },
    interval(
      "Sortino interval", "The same interval for the Sortino ratio."
    ) { $0.sortinoInterval },
    number(
      .result, "Max drawdown", "%", 2,
      "Largest fall of equity from its highest value so far, divided by that value; the initial cash is the first "
        + "peak."
    ) { $0.maximumDrawdown },
    number(
      .result, "Hindsight share", "%", 1,
      "Net profit divided by the net profit of the hindsight optimum, the ceiling that knows the future. Undefined "
        + "where that earns nothing."
    ) { $0.hindsightShare },
  ]

  private static let trades: [MetricDefinition] = [
    count(.trades, "Trades", "Closed positions, each of two legs.") { $0.trades },
    number(
      .trades, "Trades a day", "", 2, "Closed positions divided by the hours of the window, times 24."
    ) { $0.tradesPerDay },
    number(
      .trades, "Win rate", "%", 1, "Closed positions with a net profit above 0, of all closed positions."
    ) { $0.winRate },
    number(
      .trades, "Profit factor", "", 2,
      "Sum of the winning net profits divided by the sum of the net losses. It equals the win/loss ratio times "
        + "wins / losses. Undefined without losses."
    ) { $0.profitFactor },
    number(.trades, "Average win", "USD", 2, "Mean net profit of the winning positions.") { $0.averageWin },
    number(
      .trades, "Average loss", "USD", 2, "Mean net loss of the losing positions, as a positive number."
    ) { $0.averageLoss },
    number(
      .trades, "Win/loss ratio", "", 2,
      "Average win divided by average loss. Not the profit factor. Undefined without wins or without losses."
    ) { $0.winLossRatio },
    number(
      .trades, "Mean holding", "h", 1, "Mean time from the entry to the exit of the last leg."
    ) { $0.meanHoldingHours },
    number(
      .trades, "Mean utilisation", "%", 1, "Mean over the stamps of margin used divided by equity."
    ) { $0.meanUtilisation },
    number(
      .trades, "Max utilisation", "%", 1, "Largest margin used divided by equity."
    ) { $0.maximumUtilisation },
  ]

  private static let profit: [MetricDefinition] = [
    number(
      .profit, "Net profit", "USD", 2, "Final equity less initial cash; equals funding + price − fees."
    ) { $0.netProfit },
    number(.profit, "Funding", "USD", 2, "Funding received less funding paid.") { $0.fundingProfit },
    number(
      .profit, "Price", "USD", 2,
      "Price profit of closed and liquidated legs, slippage included, plus what is unrealised at the end."
    ) { $0.priceProfit },
    number(.profit, "Fees", "USD", 2, "Trading and liquidation fees paid, as a positive number.") { $0.fees },
  ]

  private static let safety: [MetricDefinition] = [
    count(.safety, "Liquidations", "Positions of which a leg was liquidated.") { $0.liquidations },
    count(.safety, "Stop-losses", "Positions that the stop-loss closed.") { $0.stopLosses },
    count(
      .safety, "Rejected actions", "Actions that the environment refused because they were not valid."
    ) { $0.rejectedActions },
  ]

  private static func number(
    _ section: Section, _ title: String, _ unit: String, _ decimals: Int, _ definition: String,
    value: @escaping @Sendable (Scorecard) -> Double?
  ) -> MetricDefinition {
    MetricDefinition(section: section, title: title, unit: unit, definition: definition) {
      NumberText.fixed(value($0), decimals: decimals)
    }
  }

  private static func interval(
    _ title: String, _ definition: String, value: @escaping @Sendable (Scorecard) -> ConfidenceInterval?
  ) -> MetricDefinition {
    MetricDefinition(section: .result, title: title, unit: "", definition: definition) {
      NumberText.interval(value($0), decimals: 1)
    }
  }

  private static func count(
    _ section: Section, _ title: String, _ definition: String, value: @escaping @Sendable (Scorecard) -> Int
  ) -> MetricDefinition {
    MetricDefinition(section: section, title: title, unit: "", definition: definition) { "\(value($0))" }
  }
}
