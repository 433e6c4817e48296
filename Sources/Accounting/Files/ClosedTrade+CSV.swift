import Persistence

/// `trades.csv`: one row a closed position, with both legs.
extension ClosedTrade: CSVRecord {
  /// Names of the columns, in order.
  public static let columns =
    ["position", "symbol", "entry_timestamp", "exit_timestamp"] + legColumns("long") + legColumns("short") + [
      "size", "leverage", "funding", "fees", "price_profit", "net_profit", "reason",
    ]

  /// The values, in the order of the columns.
  public var cells: [String] {
    ["\(position)", symbol, "\(entryTimestamp)", "\(exitTimestamp)"] + long.cells + short.cells + [
      "\(size)", "\(leverage)", "\(funding)", "\(fees)", "\(priceProfit)", "\(netProfit)", reason.rawValue,
    ]
  }

  /// Reads a trade; `net_profit` must agree with its parts, so that an edited file cannot contradict itself.
  public init(row: CSVRow) throws(FileError) {
    self.init(
      position: try row.integer("position"), symbol: try row.text("symbol"),
      entryTimestamp: try row.integer("entry_timestamp"), exitTimestamp: try row.integer("exit_timestamp"),
      long: try Leg(row: row, side: "long"), short: try Leg(row: row, side: "short"),
      size: try row.positive("size"), leverage: try row.positive("leverage"),
      funding: try row.number("funding"), fees: try row.number("fees"), priceProfit: try row.number("price_profit"),
      reason: try row.choice("reason"))
    let written = try row.number("net_profit")
    guard abs(written - netProfit) <= 1e-9 * max(1, size) else {
      throw row.error("net_profit", must: "be price_profit + funding - fees = \(netProfit)", found: "\(written)")
    }
  }

  private static func legColumns(_ side: String) -> [String] {
    ["venue", "entry_price", "exit_price", "exit_timestamp", "quantity"].map { "\(side)_\($0)" }
  }
}

extension ClosedTrade.Leg {
  fileprivate var cells: [String] { [venue, "\(entryPrice)", "\(exitPrice)", "\(exitTimestamp)", "\(quantity)"] }

  fileprivate init(row: CSVRow, side: String) throws(FileError) {
    self.init(
      venue: try row.text("\(side)_venue"), entryPrice: try row.positive("\(side)_entry_price"),
      exitPrice: try row.positive("\(side)_exit_price"),
      exitTimestamp: try row.integer("\(side)_exit_timestamp"),
      quantity: try row.positive("\(side)_quantity"))
  }
}
