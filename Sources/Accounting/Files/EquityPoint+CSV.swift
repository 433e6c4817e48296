import Persistence

/// `equity.csv`: the account hour by hour.
extension EquityPoint: CSVRecord {
  /// Names of the columns, in order.
  public static let columns = ["timestamp", "cash", "equity", "margin_used", "positions"]

  /// The values, in the order of the columns.
  public var cells: [String] { ["\(timestamp)", "\(cash)", "\(equity)", "\(marginUsed)", "\(positions)"] }

  /// Reads a row; the error names file, line and column.
  public init(row: CSVRow) throws(FileError) {
    self.init(
      timestamp: try row.integer("timestamp"), cash: try row.number("cash"), equity: try row.number("equity"),
      marginUsed: try row.number("margin_used"), positions: try row.integer("positions"))
  }
}
