import Persistence

/// `ledger.csv`: every change of cash.
extension LedgerEntry: CSVRecord {
  /// Names of the columns, in order.
  public static let columns = [
    "timestamp", "position", "venue", "symbol", "side", "kind", "quantity", "price", "rate", "amount",
  ]

  /// The values, in the order of the columns.
  public var cells: [String] {
    [
      "\(timestamp)", "\(position)", venue, symbol, side.rawValue, kind.rawValue, "\(quantity)", "\(price)", "\(rate)",
      "\(amount)",
    ]
  }

  /// Reads a row; the error names file, line and column.
  public init(row: CSVRow) throws(FileError) {
    self.init(
      timestamp: try row.integer("timestamp"), position: try row.integer("position"),
      venue: try row.text("venue"), symbol: try row.text("symbol"),
      side: try row.choice("side"), kind: try row.choice("kind"),
      quantity: try row.positive("quantity"), price: try row.positive("price"),
      rate: try row.number("rate"), amount: try row.number("amount"))
  }
}
