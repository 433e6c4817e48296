import Accounting
import Statistics
import TextFormats

/// The folds of a walk-forward validation, a row each.
enum FoldTable {
  private static let maximumRows = 400

  static func render(_ folds: [WalkForwardFold]) -> String {
    guard !folds.isEmpty else { return "" }
    let left = folds.count - maximumRows
    return DataTable(
      columns: [
        .init(title: "Fold", isText: true), .init(title: "Train, d"), .init(title: "Validation, d"),
        .init(title: "Test, d"), .init(title: "Net, %"), .init(title: "Sharpe"), .init(title: "Trades"),
        .init(title: "Drawdown, %"), .init(title: "Chosen", isText: true), .init(title: "Best baseline", isText: true),
      ], rows: folds.prefix(maximumRows).map(row)
    ).render()
      + (left > 0 ? Markup.text("p", [("class", "note")], "\(left) more folds are left out.") : "") + summary(folds)
  }

  private static func row(_ fold: WalkForwardFold) -> [DataTable.Cell] {
    func days(_ use: WalkForwardFold.Period.Use) -> DataTable.Cell {
      let days = fold.days(of: use)
      return .init(text: NumberText.fixed(days, decimals: days == days.rounded() ? 0 : 1))
    }
    return [
      .init(text: fold.name), days(.train), days(.validation), days(.test),
      .init(text: AxisText.number(fold.netReturn, decimals: 2), style: fold.netReturn < 0 ? "bad" : "good"),
      .init(
        text: NumberText.fixed(fold.sharpe, decimals: 2),
        detail: fold.sharpeInterval.map { NumberText.interval($0, decimals: 1) } ?? ""),
      .init(text: AxisText.number(Double(fold.trades), decimals: 0)),
      .init(text: NumberText.fixed(fold.maximumDrawdown, decimals: 2)), .init(text: fold.choice, style: "choice"),
      .init(
        text: fold.baseline.isEmpty ? NumberText.undefined : fold.baseline,
        detail: fold.baselineReturn.map { "\(NumberText.fixed($0, decimals: 2)) %" } ?? ""),
    ]
  }

  private static func summary(_ folds: [WalkForwardFold]) -> String {
    let confidence = folds.compactMap(\.sharpeInterval).first?.confidence
    let level = confidence.map { " (\(NumberText.fixed($0 * 100, decimals: 0)) %)" } ?? ""
    let gains = folds.count { $0.netReturn > 0 }
    let compared = folds.compactMap { fold in fold.baselineReturn.map { fold.netReturn > $0 } }
    let ahead = compared.isEmpty ? "" : "; \(compared.count { $0 }) of \(compared.count) beat the best baseline"
    return Markup.text(
      "p", [("class", "note")],
      "\(gains) of \(folds.count) folds made money\(ahead). In small type: the interval of the Sharpe ratio\(level), "
        + "the net return of the baseline. d: days; purge and embargo are not counted.")
  }
}
