import Foundation
import Persistence

/// What a ``CSVLogger`` wrote.
public struct MetricsTable: Sendable, Equatable {
  /// The names of the columns.
  public let columns: [String]
  /// One row a line, one value a column; `nil` if a cell is empty.
  public let rows: [[Double?]]

  /// Reads a file.
  ///
  /// - Throws: `FileError` if it cannot be read, and for the first row or cell that is wrong.
  public static func read(_ url: URL) throws(FileError) -> MetricsTable {
    let text = String(decoding: try AtomicFile.read(url), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let header = lines.first else { return MetricsTable(columns: [], rows: []) }
    let columns = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var rows: [[Double?]] = []
    rows.reserveCapacity(lines.count - 1)
    for (index, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == columns.count else {
        throw .malformed(
          path: url.path, line: index + 1, field: "row", must: "have \(columns.count) cells", found: "\(cells.count)")
      }
      var row: [Double?] = []
      for (column, cell) in zip(columns, cells) {
        let value = Double(cell)
        guard cell.isEmpty || value != nil else {
          throw .malformed(
            path: url.path, line: index + 1, field: column, must: "be a number or empty", found: String(cell))
        }
        row.append(value)
      }
      rows.append(row)
    }
    return MetricsTable(columns: columns, rows: rows)
  }

  /// The values of a column; `nil` if there is no such column.
  public subscript(column: String) -> [Double?]? {
    columns.firstIndex(of: column).map { index in rows.map { $0[index] } }
  }
}
