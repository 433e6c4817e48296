import Persistence

/// `trades.csv`: one row a closed position, with both legs; the cells of a leg that it does not have are empty.
extension ClosedTrade: CSVRecord {
  /// Names of the columns, in order.
  public static let columns =
    ["position", "symbol", "entry_timestamp", "exit_timestamp"] + legColumns("long") + legColumns("short") + [
      "size", "leverage", "funding", "fees", "price_profit", "net_profit", "reason",
    ]

  /// The values, in the order of the columns.
  public var cells: [String] {
    ["\(position)", symbol, "\(entryTimestamp)", "\(exitTimestamp)"] + Leg.cells(of: long) + Leg.cells(of: short) + [
      "\(size)", "\(leverage)", "\(funding)", "\(fees)", "\(priceProfit)", "\(netProfit)", reason.rawValue,
    ]
  }

  /// The columns of a leg that the position does not have.
  public var emptyColumns: Set<String> {
    Set((long == nil ? Self.legColumns("long") : []) + (short == nil ? Self.legColumns("short") : []))
  }

  /// Reads a trade; `net_profit` must agree with its parts, so that an edited file cannot contradict itself.
  public init(row: CSVRow) throws(FileError) {
    self.init(
      position: try row.integer("position"), symbol: try row.text("symbol"),
      entryTimestamp: try row.integer("entry_timestamp"), exitTimestamp: try row.integer("exit_timestamp"),
      long: try Leg.read(row, side: "long"), short: try Leg.read(row, side: "short"),
      size: try row.positive("size"), leverage: try row.positive("leverage"),
      funding: try row.number("funding"), fees: try row.number("fees"), priceProfit: try row.number("price_profit"),
      reason: try row.choice("reason"))
    let written = try row.number("net_profit")
    guard abs(written - netProfit) <= 1e-9 * max(1, size) else {
      throw row.error("net_profit", must: "be price_profit + funding - fees = \(netProfit)", found: "\(written)")
    }
  }

  fileprivate static func legColumns(_ side: String) -> [String] {
    ["venue", "entry_price", "exit_price", "exit_timestamp", "quantity"].map { "\(side)_\($0)" }
  }
}

extension ClosedTrade.Leg {
  fileprivate static func cells(of leg: ClosedTrade.Leg?) -> [String] {
    guard let leg else { return [String](repeating: "", count: 5) }
    return [leg.venue, "\(leg.entryPrice)", "\(leg.exitPrice)", "\(leg.exitTimestamp)", "\(leg.quantity)"]
  }

  /// Reads a leg; `nil` where all of its cells are empty.
  fileprivate static func read(_ row: CSVRow, side: String) throws(FileError) -> ClosedTrade.Leg? {
    var isEmpty = true
    for column in ClosedTrade.legColumns(side) { isEmpty = try row.isEmpty(column) && isEmpty }
    return isEmpty ? nil : try ClosedTrade.Leg(row: row, side: side)
  }

  private init(row: CSVRow, side: String) throws(FileError) {
    self.init(
      venue: try row.text("\(side)_venue"), entryPrice: try row.positive("\(side)_entry_price"),
      exitPrice: try row.positive("\(side)_exit_price"),
      exitTimestamp: try row.integer("\(side)_exit_timestamp"),
      quantity: try row.positive("\(side)_quantity"))
  }
}
