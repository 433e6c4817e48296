import Accounting
import TextFormats

/// The walk-forward validation: how likely luck is, and what each fold made.
enum WalkForwardSection {
  private static let maximumPaths = 1000

  static func render(_ result: WalkForwardResult?) -> String {
    guard let result else { return "" }
    return [
      part("How likely it is luck", StatisticsTable.render(result.statistics)),
      part("Under changed conditions", stresses(result.stresses)),
      part("Paths of the cross-validation", paths(result)),
      part("Out of sample, all folds stitched", CurveSection.render(result.stitched, initialCash: result.initialCash)),
      part("Folds", PlanChart(folds: result.folds).render() + FoldTable.render(result.folds)),
    ].joined()
  }

  private static func part(_ title: String, _ content: String) -> String {
    content.isEmpty ? "" : Markup.text("h3", [], title) + content + "\n"
  }

  private static func stresses(_ runs: [StressRun]) -> String {
    guard !runs.isEmpty else { return "" }
    return DataTable(
      columns: [
        .init(title: "Run", isText: true), .init(title: "Net, %"), .init(title: "Sharpe"), .init(title: "Trades"),
        .init(title: "Drawdown, %"),
      ],
      rows: runs.map { run in
        [
          .init(text: run.condition.name, style: "wide", detail: run.condition.explanation),
          .init(text: AxisText.number(run.netReturn, decimals: 2), style: run.netReturn < 0 ? "bad" : "good"),
          .init(text: NumberText.fixed(run.sharpe, decimals: 2)),
          .init(text: AxisText.number(Double(run.trades), decimals: 0)),
          .init(text: NumberText.fixed(run.maximumDrawdown, decimals: 2)),
        ]
      }, isSortable: false
    ).render()
  }

  private static func paths(_ result: WalkForwardResult) -> String {
    let sharpes = result.pathSharpes
    let finite = sharpes.filter(\.isFinite)
    guard !sharpes.isEmpty else { return "" }
    let splits = result.splits.map { " put together from \($0) splits" } ?? ""
    let below = finite.count { $0 <= 0 }
    let chart = DistributionChart(
      title: "Sharpe ratio of a path, a year", unit: "number of paths", values: sharpes, counted: "paths",
      note:
        "\(sharpes.count) \(sharpes.count == 1 ? "path" : "paths")\(splits); \(below) at or below 0. The paths share "
        + "data: their spread shows how much depends on the split, it is not an interval of the true Sharpe ratio.")
    let items = sharpes.prefix(maximumPaths).enumerated().map { index, sharpe in
      Markup.element(
        "li", [],
        Markup.text("span", [], "path \(index + 1)") + " " + Markup.escape(NumberText.fixed(sharpe, decimals: 2)))
    }
    return chart.render() + Markup.element("ul", [("class", "values")], items.joined())
  }
}
