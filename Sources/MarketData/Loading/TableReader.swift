/// Walks the rows of a comma-separated table held in memory and knows the line it stands on.
///
/// Cells are ranges into the bytes; nothing is copied or allocated for a row. Lines end in LF or CRLF; empty lines
/// at the end of the file are not rows. There is no quoting: no market file has text in its cells.
struct TableReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: String
  /// The columns of the header.
  private(set) var columns: [String]
  private let end: Int
  private var position = 0
  private var cells: [Range<Int>]
  /// The line of the current row, counted from 1.
  private(set) var line = 0

  /// Reads the header, which must be exactly `columns`, and after them any of `optional` in any order.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, file: String, columns: [String], optional: [String] = []
  ) throws(MarketDataError) {
    self.bytes = bytes
    self.file = file
    self.columns = columns
    cells = []
    var end = bytes.count
    while end > 0, bytes[end - 1] == Self.lineFeed || bytes[end - 1] == Self.carriageReturn { end -= 1 }
    self.end = end
    guard end > 0 else {
      throw MarketDataError(file: file, field: "file", must: "have a header and rows", found: "empty")
    }
    let header = text(nextLine())
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let rule = "be \(columns.joined(separator: ","))"
    guard names.starts(with: columns) else { throw error("header", must: rule, found: header) }
    let further = names.dropFirst(columns.count)
    guard further.allSatisfy(optional.contains), Set(further).count == further.count else {
      let choice = optional.isEmpty ? "" : ", then any of \(optional.joined(separator: ","))"
      throw error("header", must: rule + choice, found: header)
    }
    self.columns = names
    cells = Array(repeating: 0..<0, count: names.count)
    guard position < end else {
      throw MarketDataError(file: file, field: "file", must: "have at least one row", found: "a header alone")
    }
  }

  /// Moves to the next row.
  ///
  /// - Returns: Whether there was one.
  mutating func advance() throws(MarketDataError) -> Bool {
    guard position < end else { return false }
    let row = nextLine()
    var count = 0
    var start = row.lowerBound
    for index in row where bytes[index] == Self.comma {
      if count < cells.count { cells[count] = start..<index }
      count += 1
      start = index + 1
    }
    if count < cells.count { cells[count] = start..<row.upperBound }
    count += 1
    guard count == cells.count else {
      throw error("row", must: "have \(cells.count) cells", found: row.isEmpty ? "empty" : "\(count) cells")
    }
    return true
  }

  /// The finite number in a cell of the current row.
  func number(_ column: Int) throws(MarketDataError) -> Double {
    guard let value = DecimalText.number(bytes, cells[column]) else {
      throw error(columns[column], must: "be a finite number", found: cellText(column))
    }
    return value
  }

  /// The stamp in a cell of the current row: epoch milliseconds at the start of a bar, in bars since the epoch.
  func bar(_ column: Int, of length: BarLength) throws(MarketDataError) -> Int {
    guard let stamp = DecimalText.integer(bytes, cells[column]), Self.plausibleStamps.contains(stamp) else {
      throw error(
        columns[column], must: "be epoch milliseconds between 2000 and 2100", found: cellText(column))
    }
    guard stamp % length.milliseconds == 0 else {
      let rule = length == .hour ? "be on the hour" : "be the start of a bar of \(length)"
      throw error(columns[column], must: rule, found: cellText(column))
    }
    return Int(stamp / length.milliseconds)
  }

  /// What is wrong with a column of the current row.
  func error(_ field: String, must rule: String, found: String) -> MarketDataError {
    MarketDataError(file: file, line: line, field: field, must: rule, found: found)
  }

  /// Whether a cell of the current row is empty.
  func isEmpty(_ column: Int) -> Bool { cells[column].isEmpty }

  /// The text of a cell of the current row, as written.
  func cellText(_ column: Int) -> String {
    cells[column].isEmpty ? "empty" : text(cells[column])
  }

  private mutating func nextLine() -> Range<Int> {
    let start = position
    var stop = start
    while stop < end, bytes[stop] != Self.lineFeed { stop += 1 }
    position = stop + 1
    line += 1
    return start..<(stop > start && bytes[stop - 1] == Self.carriageReturn ? stop - 1 : stop)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// Outside these years a stamp is in the wrong unit, and one such row would stretch the grid without bound.
  private static let plausibleStamps: Range<Int64> = 946_684_800_000..<4_102_444_800_000
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
}
