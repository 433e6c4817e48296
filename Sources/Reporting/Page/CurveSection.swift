import Accounting

/// Equity and drawdown of the agent against the baselines.
enum CurveSection {
  /// The charts of curves that start with a cash in USD, as markup; empty if no curve has a point.
  static func render(_ curves: [ReportInput.Curve], initialCash: Double) -> String {
    let filled = curves.filter { !$0.points.isEmpty }
    let curves = NamedScorecard.Role.allCases.flatMap { role in filled.filter { $0.role == role } }
    let equity = lines(of: curves) { curve in
      curve.points.map { ChartPoint(x: Double($0.timestamp), y: $0.equity) }
    }
    let drawdown = lines(of: curves) { curve in
      let drawdown = DrawdownCurve(initialCash: initialCash, equity: curve.points)
      return zip(drawdown.timestamps, drawdown.percents).map { ChartPoint(x: Double($0), y: -$1) }
    }
    return chart("Equity", unit: "USD", lines: equity, curves: curves)
      + chart("Drawdown", unit: "% below the highest equity so far", lines: drawdown, curves: curves, height: 180)
  }

  private static func chart(
    _ title: String, unit: String, lines: [ChartLine], curves: [ReportInput.Curve], height: Double = 280
  ) -> String {
    let agents = curves.count { $0.role == .agent }
    let focus = ValueFocus.range(main: Array(lines.prefix(agents)), others: Array(lines.dropFirst(agents)))
    return LineChart(
      height: height, title: title, unit: unit, axis: .time, decimals: 2, lines: lines, valueRange: focus
    ).render()
  }

  /// The agent gets the strong style, the ceiling the faint one, baselines those between.
  private static func lines(
    of curves: [ReportInput.Curve], points: (ReportInput.Curve) -> [ChartPoint]
  ) -> [ChartLine] {
    var baselines = 0
    return curves.map { curve in
      let style: Int
      switch curve.role {
      case .agent: style = 0
      case .ceiling: style = 5
      case .baseline:
        style = baselines % 4 + 1
        baselines += 1
      }
      return ChartLine(name: curve.name, style: style, points: points(curve))
    }
  }
}
