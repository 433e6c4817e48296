import Accounting
import Statistics
import TextFormats

/// The statistics of luck, each with the sentence that says what it can show and what it cannot.
enum StatisticsTable {
  static func render(_ statistics: LuckStatistics?) -> String {
    guard let statistics else { return "" }
    let rows = rows(statistics)
    guard !rows.isEmpty else { return "" }
    return DataTable(
      columns: [
        .init(title: "Statistic", isText: true), .init(title: "Value"), .init(title: "What it says", isText: true),
      ], rows: rows.map { [.init(text: $0.name), .init(text: $0.value), .init(text: $0.meaning, style: "wide")] },
      isSortable: false, style: "told"
    ).render()
  }

  private struct Row {
    let name: String
    let value: String
    let meaning: String
  }

  private static func rows(_ statistics: LuckStatistics) -> [Row] {
    let trials = AxisText.number(Double(statistics.trials), decimals: 0)
    let tried = statistics.trials == 1 ? "the one trial" : "the best of all \(trials) trials"
    return [
      statistics.sharpe.map {
        Row(name: "Sharpe ratio, a year", value: NumberText.fixed($0, decimals: 2), meaning: sharpe(statistics))
      },
      statistics.probabilisticSharpe.map {
        Row(
          name: "Probabilistic Sharpe ratio (PSR)", value: NumberText.fixed($0, decimals: 3),
          meaning: "Confidence that the true Sharpe ratio is above 0, given the length, skewness and tails of these "
            + "returns, as if nothing else had ever been tried; it knows nothing of the selection.")
      },
      statistics.deflatedSharpe.map {
        Row(
          name: "Deflated Sharpe ratio (DSR), \(trials) \(statistics.trials == 1 ? "trial" : "trials")",
          value: NumberText.fixed($0, decimals: 3),
          meaning: "The same confidence against the Sharpe ratio that \(tried) would be expected to show without any "
            + "skill: 0.5 is what such luck gives, below 0.95 is not evidence of skill.")
      },
      statistics.backtestOverfitting.map {
        Row(
          name: "Probability of backtest overfitting (PBO)", value: NumberText.fixed($0, decimals: 3),
          meaning:
            "How often the candidate that was best on one half of the history fell below the median on the other "
            + "half (CSCV): near 0.5 the selection chose noise, near 0 its choice carried over.")
      },
      statistics.pValue.map {
        Row(name: "p-value", value: pValue($0), meaning: pValueMeaning(statistics))
      },
    ].compactMap { $0 }
  }

  private static func sharpe(_ statistics: LuckStatistics) -> String {
    let meaning = "Mean over standard deviation of the out-of-sample returns, after costs"
    guard let interval = statistics.sharpeInterval else { return "\(meaning); without an interval it proves nothing." }
    let level = NumberText.fixed(interval.confidence * 100, decimals: 0)
    let bounds = NumberText.interval(interval, decimals: 2)
    let reading = interval.contains(0) ? "it holds 0, so no edge at all is compatible with the data" : "it leaves out 0"
    return "\(meaning). The \(level) % interval is \(bounds), by the stationary bootstrap, which keeps neighbouring "
      + "returns together: \(reading)."
  }

  private static func pValueMeaning(_ statistics: LuckStatistics) -> String {
    let test = statistics.pValueTest.isEmpty ? "" : " (\(statistics.pValueTest))"
    return
      "How often a strategy without any edge would do at least as well by chance\(test); it is not the probability "
      + "that this result is luck, and it does not count the trials."
  }

  private static func pValue(_ value: Double) -> String {
    value > 0 && value < 0.001 ? "< 0.001" : NumberText.fixed(value, decimals: 3)
  }
}
