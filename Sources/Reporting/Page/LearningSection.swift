/// The figures of the training, as small charts side by side.
enum LearningSection {
  static func render(_ curves: [LearningCurve]) -> String {
    let charts = curves.map(chart).joined()
    return charts.isEmpty ? "" : Markup.element("div", [("class", "grid")], charts)
  }

  private static func chart(_ curve: LearningCurve) -> String {
    let lines = curve.lines.enumerated().map { index, line in
      ChartLine(
        name: line.name, style: index % 6,
        points: zip(line.x, line.y).filter { $0.isFinite && $1.isFinite }.map { ChartPoint(x: $0, y: $1) })
    }
    guard let range = ValueFocus.union(lines.compactMap(\.range)) else { return "" }
    return LineChart(
      height: 180, title: curve.title, unit: curve.unit, axis: .number(title: curve.horizontalLabel), decimals: 4,
      lines: lines, valueRange: range
    ).render()
  }
}
