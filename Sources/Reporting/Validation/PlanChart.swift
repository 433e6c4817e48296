import Accounting
import TextFormats

/// The periods of a walk-forward validation: a row for each fold.
struct PlanChart {
  let folds: [WalkForwardFold]

  private static let maximumRows = 60

  /// The figure as markup; empty if no fold has a period.
  func render() -> String {
    let shown = Array(folds.prefix(Self.maximumRows))
    let periods = shown.flatMap(\.periods)
    guard let start = periods.map(\.start).min(), let end = periods.map(\.end).max(), start < end else { return "" }
    let uses = WalkForwardFold.Period.Use.allCases.filter { use in periods.contains { $0.use == use } }
    // Short periods last: a purge of hours stays visible between years.
    let bars = shown.enumerated().flatMap { lane, fold in
      fold.periods.sorted { $0.end - $0.start > $1.end - $1.start }.map { bar($0, of: fold, lane: lane) }
    }
    return LaneChart(
      title: "Plan", unit: "one row a fold", axis: .time, domain: Double(start)...Double(end),
      lanes: shown.map { "fold \($0.name)" }, bars: bars,
      legend: uses.map { LaneChart.legendEntry(style: $0.rawValue, name: $0.rawValue) },
      note: shown.count < folds.count ? "The first \(shown.count) of \(folds.count) folds." : ""
    ).render()
  }

  private func bar(_ period: WalkForwardFold.Period, of fold: WalkForwardFold, lane: Int) -> LaneChart.Bar {
    let from = UTCDate(timestamp: period.start).text
    let to = UTCDate(timestamp: period.end).text
    let days = NumberText.fixed(Double(period.end - period.start) / 86_400_000, decimals: 1)
    return LaneChart.Bar(
      lane: lane, start: Double(period.start), end: Double(period.end), style: period.use.rawValue,
      tooltip: "fold \(fold.name), \(period.use.rawValue), \(days) days\n\(from) to \(to) UTC")
  }
}
