import Accounting
import TextFormats

/// Trades on a time line: a row for each symbol, a bar from entry to exit, coloured by net profit.
struct TimelineChart {
  /// Trades of one run.
  let trades: [ClosedTrade]
  /// The window, epoch milliseconds.
  let window: ClosedRange<Double>

  private static let maximumRows = 24
  private static let maximumBars = 1200

  /// The figure as markup; empty without trades.
  func render() -> String {
    let rows = symbolsByCount()
    guard !rows.isEmpty else { return "" }
    let shown = shownTrades(in: rows)
    let largest = shown.map { abs($0.netProfit) }.max() ?? 0
    var rowOfSymbol: [String: Int] = [:]
    for (row, symbol) in rows.enumerated() { rowOfSymbol[symbol] = row }
    let bars = shown.compactMap { trade in rowOfSymbol[trade.symbol].map { bar(trade, row: $0, largest: largest) } }
    return LaneChart(
      title: "Trades by symbol", unit: "one bar a position", axis: .time, domain: window, lanes: rows, bars: bars,
      legend: Self.legend, note: note(shown: shown.count)
    ).render()
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

  private func bar(_ trade: ClosedTrade, row: Int, largest: Double) -> LaneChart.Bar {
    LaneChart.Bar(
      lane: row, start: Double(trade.entryTimestamp), end: Double(trade.exitTimestamp),
      style: trade.netProfit > 0 ? "w" : trade.netProfit < 0 ? "l" : "e",
      opacity: largest > 0 ? 0.4 + 0.6 * (abs(trade.netProfit) / largest).squareRoot() : 1, tooltip: tooltip(trade))
  }

  private func tooltip(_ trade: ClosedTrade) -> String {
    func money(_ value: Double) -> String { AxisText.number(value, decimals: 2) }
    return """
      #\(trade.position) \(trade.symbol): long \(trade.long?.venue ?? "none"), short \(trade.short?.venue ?? "none")
      \(UTCDate(timestamp: trade.entryTimestamp).text) to \(UTCDate(timestamp: trade.exitTimestamp).text) UTC
      net \(money(trade.netProfit)) USD, ended by \(trade.reason.rawValue)
      """
  }

  private func note(shown: Int) -> String {
    shown < trades.count
      ? "\(shown) of \(trades.count) positions: the symbols traded most, then the largest profits and losses." : ""
  }

  private static let legend =
    [("w", "profit"), ("l", "loss"), ("e", "neither")].map { LaneChart.legendEntry(style: $0, name: $1) }
    + [Markup.text("span", [], "stronger colour: larger amount")]
}
