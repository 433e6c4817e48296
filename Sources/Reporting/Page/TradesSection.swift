import Accounting
import TextFormats

/// The agent's positions: a time line, the most important ones, and all of them.
enum TradesSection {
  private static let topCount = 20
  private static let maximumRows = 800

  static func render(_ input: ReportInput) -> String {
    guard !input.trades.isEmpty else {
      return input.curves.contains { $0.role == .agent } ? Markup.text("p", [], "No position was closed.") : ""
    }
    let byImportance = input.trades.sorted(by: TradeOrder.isMoreImportant)
    guard input.trades.count > topCount else {
      return timeline(input) + table(input.trades)
    }
    let kept = byImportance.prefix(maximumRows).sorted { $0.position < $1.position }
    let heading = Markup.text("p", [("class", "note")], "The \(topCount) largest profits and losses; amounts in USD:")
    let summary =
      kept.count < input.trades.count
      ? "The \(kept.count) largest of all \(input.trades.count) positions, in time order (trades.csv holds all)"
      : "All \(kept.count) positions, in time order"
    let rest = Markup.element("details", [], Markup.text("summary", [], summary) + table(kept))
    return timeline(input) + heading + table(Array(byImportance.prefix(topCount))) + rest
  }

  private static func timeline(_ input: ReportInput) -> String {
    let points = input.curves.first { $0.role == .agent }?.points ?? []
    let stamps =
      [points.first?.timestamp, points.last?.timestamp].compactMap { $0 }
      + input.trades.flatMap { [$0.entryTimestamp, $0.exitTimestamp] }
    guard let start = stamps.min(), let end = stamps.max(), start < end else { return "" }
    return TimelineChart(trades: input.trades, window: Double(start)...Double(end)).render()
  }

  private static func table(_ trades: [ClosedTrade]) -> String {
    DataTable(
      columns: columns.map { .init(title: $0.title, isText: $0.isText) },
      rows: trades.map { trade in
        columns.map { column in
          .init(text: column.text(trade), style: column.isNet ? (trade.netProfit < 0 ? "bad" : "good") : nil)
        }
      }
    ).render()
  }

  private struct Column: Sendable {
    let title: String
    var isText = false
    var isNet = false
    let text: @Sendable (ClosedTrade) -> String
  }

  private static let columns: [Column] = [
    Column(title: "#") { "\($0.position)" },
    Column(title: "Symbol", isText: true) { $0.symbol },
    Column(title: "Net", isNet: true) { AxisText.number($0.netProfit, decimals: 2) },
    Column(title: "Entry, UTC", isText: true) { UTCDate(timestamp: $0.entryTimestamp).text },
    Column(title: "Held, h") {
      NumberText.fixed($0.holdingHours, decimals: 0)
    },
    Column(title: "Funding") { AxisText.number($0.funding, decimals: 2) },
    Column(title: "Price") { AxisText.number($0.priceProfit, decimals: 2) },
    Column(title: "Fees") { AxisText.number($0.fees, decimals: 2) },
    Column(title: "Long", isText: true) { $0.long?.venue ?? "none" },
    Column(title: "Short", isText: true) { $0.short?.venue ?? "none" },
    Column(title: "Size") { AxisText.number($0.size, decimals: 0) },
    Column(title: "Leverage") { NumberText.fixed($0.leverage, decimals: 1) },
    Column(title: "Ended by", isText: true) { $0.reason.rawValue },
  ]
}
