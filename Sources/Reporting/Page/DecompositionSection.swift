import Accounting

/// The agent's profit over time, split into funding, price and fees.
enum DecompositionSection {
  static func render(_ input: ReportInput) -> String {
    guard !input.ledger.isEmpty else { return "" }
    let history = cumulative(input.ledger)
    let end = input.curves.first { $0.role == .agent }?.points.last?.timestamp
    func line(_ name: String, style: Int, _ part: (ProfitParts) -> Double) -> ChartLine {
      var points = history.map { ChartPoint(x: Double($0.timestamp), y: part($0.parts)) }
      if let end, let last = points.last, Double(end) > last.x { points.append(ChartPoint(x: Double(end), y: last.y)) }
      return ChartLine(name: name, style: style, points: points, isStepped: true)
    }
    let lines = [
      line("net", style: 0) { $0.net }, line("funding", style: 2) { $0.funding },
      line("price", style: 3) { $0.price }, line("fees", style: 4) { -$0.fees },
    ]
    return LineChart(
      title: "Cumulative profit by source", unit: "USD", axis: .time, decimals: 2, lines: lines,
      valueRange: ValueFocus.union(lines.compactMap(\.range)) ?? 0...1,
      note: "Booked amounts of the ledger: the price profit of a position counts when it is closed, its funding when "
        + "it is settled."
    ).render()
  }

  /// The parts after each stamp of the ledger.
  static func cumulative(_ ledger: [LedgerEntry]) -> [(timestamp: Int64, parts: ProfitParts)] {
    var parts = ProfitParts()
    var history: [(timestamp: Int64, parts: ProfitParts)] = []
    for entry in ledger {
      parts.add(entry)
      if history.last?.timestamp == entry.timestamp {
        history[history.count - 1].parts = parts
      } else {
        history.append((entry.timestamp, parts))
      }
    }
    return history
  }
}
