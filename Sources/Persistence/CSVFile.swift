import Foundation

/// Writes and reads records as CSV: UTF-8, one header line, commas, no quoting, a line feed after each row.
///
/// Reading back what was written gives equal records, bit for bit.
public enum CSVFile {
  /// Replaces or creates a file, atomically.
  ///
  /// - Throws: `FileError.malformed` for a name with a comma, quote or line break or a
  ///   number that is not finite, `FileError.unwritable` where the file cannot be written. The
  ///   previous file is then intact.
  /// - Complexity: O(count of records).
  public static func write<Record: CSVRecord>(_ records: [Record], to url: URL) throws(FileError) {
    var text = Record.columns.joined(separator: ",") + "\n"
    for (index, record) in records.enumerated() {
      let cells = record.cells
      let empty = record.emptyColumns
      for (column, cell) in zip(Record.columns, cells) where !(isPlain(cell) || cell.isEmpty && empty.contains(column))
      {
        throw .malformed(
          path: url.path, line: index + 2, field: column, must: "be a finite number or a name without comma or quote",
          found: cell)
      }
      text += cells.joined(separator: ",") + "\n"
    }
    try AtomicFile.write(text, to: url)
  }

  /// Reads every record of a file.
  ///
  /// - Throws: `FileError.unreadable` if there is no such file,
  ///   `FileError.malformed` for the first cell that is wrong.
  /// - Complexity: O(length of the file).
  public static func read<Record: CSVRecord>(_ type: Record.Type = Record.self, from url: URL)
    throws(FileError) -> [Record]
  {
    let lines = try lines(of: url)
    let header = Record.columns.joined(separator: ",")
    guard let first = lines.first, first == header else {
      let found = lines.first.map { $0.isEmpty ? "empty" : $0 } ?? "an empty file"
      throw .malformed(path: url.path, line: 1, field: "header", must: "be \(header)", found: found)
    }
    var records: [Record] = []
    records.reserveCapacity(lines.count - 1)
    for (index, line) in lines.enumerated().dropFirst() {
      // By bytes: a comma with an accent behind it is one character, and no comma.
      let cells = line.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
      guard cells.count == Record.columns.count else {
        throw .malformed(
          path: url.path, line: index + 1, field: "row", must: "have \(Record.columns.count) cells",
          found: "\(cells.count)")
      }
      records.append(
        try Record(row: CSVRow(path: url.path, line: index + 1, columns: Record.columns, cells: cells)))
    }
    return records
  }

  /// The lines without their ends (LF or CR LF); the line feed after the last row ends it and starts no other.
  private static func lines(of url: URL) throws(FileError) -> [String] {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw .unreadable(path: url.path, reason: error.localizedDescription)
    }
    guard !data.isEmpty else { return [] }
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if let last = lines.last, last.isEmpty { lines.removeLast() }
    var texts: [String] = []
    texts.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated() {
      guard let text = String(data: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, encoding: .utf8) else {
        throw .malformed(path: url.path, line: index + 1, field: "row", must: "be UTF-8", found: "other bytes")
      }
      texts.append(text)
    }
    return texts
  }

  /// Whether a cell can stand without quotes and is no "nan" or "inf" of a number.
  private static func isPlain(_ cell: String) -> Bool {
    let isSpecial = cell.unicodeScalars.contains { $0 == "," || $0 == "\"" || Character($0).isNewline }
    let isUnending = Double(cell).map { !$0.isFinite } ?? false
    return !cell.isEmpty && !isSpecial && !isUnending
  }
}
