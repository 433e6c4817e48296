import Accounting

/// Trades on a time line: a row for each symbol, a bar from entry to exit, coloured by net profit.
struct TimelineChart {
  /// Trades of one run.
  let trades: [ClosedTrade]
  /// The window, epoch milliseconds.
  let window: ClosedRange<Double>

  private static let maximumRows = 24
  private static let maximumBars = 1200
  private static let rowHeight = 22.0

  /// The figure as markup; empty without trades.
  func render() -> String {
    let rows = symbolsByCount()
    guard !rows.isEmpty else { return "" }
    let shown = shownTrades(in: rows)
    let height = Double(rows.count) * Self.rowHeight
    let x = LinearScale(domain: window, start: 0, end: PlotFrame.width)
    let ticks = AxisTicks.times(in: window, count: 9)
    let largest = shown.map { abs($0.netProfit) }.max() ?? 0
    var rowOfSymbol: [String: Int] = [:]
    for (row, symbol) in rows.enumerated() { rowOfSymbol[symbol] = row }

    let lines = rows.indices.map { row in
      let place = PlotFrame.coordinate((Double(row) + 0.5) * Self.rowHeight)
      return "<line class=\"g\" x1=\"0\" x2=\"\(Int(PlotFrame.width))\" y1=\"\(place)\" y2=\"\(place)\"/>"
    }
    let bars = shown.compactMap { trade in
      rowOfSymbol[trade.symbol].map { bar(trade, row: $0, x: x, largest: largest) }
    }
    let frame = PlotFrame(
      title: "Trades by symbol", unit: "one bar a position", legend: Self.legend,
      horizontalLabels: zip(ticks.values, ticks.labels).map {
        .init(place: x.position(of: $0) / PlotFrame.width, text: $1)
      },
      verticalLabels: rows.enumerated().map { row, symbol in
        .init(place: (Double(row) + 0.5) / Double(rows.count), text: symbol)
      },
      horizontalTitle: "UTC", height: height, note: note(shown: shown.count))
    return frame.render(lines.joined() + bars.joined())
  }

  /// The symbols, most traded first, as many as fit.
  private func symbolsByCount() -> [String] {
    var counts: [String: Int] = [:]
    for trade in trades { counts[trade.symbol, default: 0] += 1 }
    let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return ordered.prefix(Self.maximumRows).map(\.key)
  }

  /// The trades of the shown rows; of too many, those with the largest profit or loss.
  private func shownTrades(in rows: [String]) -> [ClosedTrade] {
    let visible = Set(rows)
    let candidates = trades.filter { visible.contains($0.symbol) }
    guard candidates.count > Self.maximumBars else { return candidates }
    return Array(candidates.sorted(by: TradeOrder.isMoreImportant).prefix(Self.maximumBars))
  }

  private func bar(_ trade: ClosedTrade, row: Int, x: LinearScale, largest: Double) -> String {
    let start = x.position(of: Double(trade.entryTimestamp))
    let end = x.position(of: Double(trade.exitTimestamp))
    let style = trade.netProfit > 0 ? "w" : trade.netProfit < 0 ? "l" : "e"
    let strength = largest > 0 ? 0.4 + 0.6 * (abs(trade.netProfit) / largest).squareRoot() : 1
    return Markup.element(
      "rect",
      [
        ("class", "bar \(style)"), ("x", PlotFrame.coordinate(start)),
        ("y", PlotFrame.coordinate(Double(row) * Self.rowHeight + 4)),
        ("width", PlotFrame.coordinate(max(end - start, 0.5))),
        ("height", PlotFrame.coordinate(Self.rowHeight - 8)),
        ("opacity", NumberText.fixed(strength, decimals: 2)),
      ], Markup.text("title", [], tooltip(trade)))
  }

  private func tooltip(_ trade: ClosedTrade) -> String {
    func money(_ value: Double) -> String { AxisText.number(value, decimals: 2) }
    return """
      #\(trade.position) \(trade.symbol): long \(trade.long.venue), short \(trade.short.venue)
      \(UTCDate(timestamp: trade.entryTimestamp).text) to \(UTCDate(timestamp: trade.exitTimestamp).text) UTC
      net \(money(trade.netProfit)) USD, ended by \(trade.reason.rawValue)
      """
  }

  private func note(shown: Int) -> String {
    shown < trades.count
      ? "\(shown) of \(trades.count) positions: the symbols traded most, then the largest profits and losses." : ""
  }

  private static let legend =
    [("w", "profit"), ("l", "loss"), ("e", "neither")].map { style, name in
      PlotFrame.legendKey("<rect class=\"\(style)\" x=\"6\" y=\"1\" width=\"18\" height=\"8\"/>") + Markup.escape(name)
    } + [Markup.text("span", [], "stronger colour: larger amount")]
}
