/// Watches that the stamps of a table go forward, and tells an exact repetition from a contradiction.
struct StampOrder {
  private var previousHour: Int?
  private var previousLine = 0

  /// Whether the current row repeats the stamp of the row before it.
  ///
  /// - Parameters:
  ///   - hour: Stamp of the row.
  ///   - reader: Stands at the row; names file and line of an error.
  ///   - equalsPrevious: Whether all its values are those of the row before.
  /// - Returns: Whether the row adds nothing.
  /// - Throws: If time goes backwards, or if the stamp is repeated with other values.
  mutating func isRepetition(
    hour: Int, in reader: borrowing TableReader, equalsPrevious: @autoclosure () -> Bool
  ) throws(MarketDataError) -> Bool {
    defer {
      previousHour = hour
      previousLine = reader.line
    }
    guard let previousHour, hour <= previousHour else { return false }
    guard hour == previousHour else {
      throw reader.error(
        "timestamp", must: "be later than on line \(previousLine)", found: "\(reader.cellText(0)), earlier")
    }
    guard equalsPrevious() else {
      throw reader.error(
        "timestamp", must: "be unique or repeat the values of line \(previousLine)",
        found: "\(reader.cellText(0)) with other values")
    }
    return true
  }
}
