/// Watches that the stamps of a table go forward, and tells an exact repetition from a contradiction.
struct StampOrder {
  private var previous: Int?
  private var previousLine = 0

  /// Whether the current row repeats the stamp of the row before it.
  ///
  /// - Parameters:
  ///   - stamp: Stamp of the row, in any unit.
  ///   - reader: Stands at the row; names file and line of an error.
  ///   - equalsPrevious: Whether all its values are those of the row before.
  /// - Returns: Whether the row adds nothing.
  /// - Throws: If time goes backwards, or if the stamp is repeated with other values.
  mutating func isRepetition(
    stamp: Int, in reader: borrowing TableReader, equalsPrevious: @autoclosure () -> Bool
  ) throws(MarketDataError) -> Bool {
    defer {
      previous = stamp
      previousLine = reader.line
    }
    guard let previous, stamp <= previous else { return false }
    guard stamp == previous else {
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
