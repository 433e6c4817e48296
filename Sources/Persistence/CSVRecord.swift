/// A record that is one row of a CSV file.
public protocol CSVRecord {
  /// The column names, in order; the header line.
  static var columns: [String] { get }

  /// The cells of this record, one a column. Numbers are Swift's shortest text that reads back exactly.
  var cells: [String] { get }

  /// Columns whose cells are empty on purpose in this record; every other cell must not be.
  var emptyColumns: Set<String> { get }

  /// Reads a record from a row.
  ///
  /// - Throws: `FileError.malformed`.
  init(row: CSVRow) throws(FileError)
}

extension CSVRecord {
  /// None.
  public var emptyColumns: Set<String> { [] }
}

/// One row of a CSV file while it is read; knows its place for error messages.
public struct CSVRow: Sendable {
  let path: String
  let line: Int
  let columns: [String]
  let cells: [String]

  /// The text of a column.
  ///
  /// - Throws: `FileError.malformed` if it is empty.
  public func text(_ column: String) throws(FileError) -> String {
    guard let index = columns.firstIndex(of: column) else {
      throw error(column, must: "be a column", found: columns.joined(separator: ","))
    }
    guard !cells[index].isEmpty else { throw error(column, must: "not be empty", found: "empty") }
    return cells[index]
  }

  /// Whether the cell of a column is empty.
  ///
  /// - Throws: `FileError.malformed` if there is no such column.
  public func isEmpty(_ column: String) throws(FileError) -> Bool {
    guard let index = columns.firstIndex(of: column) else {
      throw error(column, must: "be a column", found: columns.joined(separator: ","))
    }
    return cells[index].isEmpty
  }

  /// A whole number.
  public func integer<Value: FixedWidthInteger>(_ column: String, as type: Value.Type = Value.self)
    throws(FileError) -> Value
  {
    let text = try text(column)
    guard let value = Value(text) else { throw error(column, must: "be a whole number", found: text) }
    return value
  }

  /// A finite number.
  public func number(_ column: String) throws(FileError) -> Double {
    let text = try text(column)
    guard let value = Double(text), value.isFinite else {
      throw error(column, must: "be a finite number", found: text)
    }
    return value
  }

  /// A number above 0.
  public func positive(_ column: String) throws(FileError) -> Double {
    let value = try number(column)
    guard value > 0 else { throw error(column, must: "be positive", found: "\(value)") }
    return value
  }

  /// One of the names of an enumeration.
  public func choice<Choice: RawRepresentable & CaseIterable>(_ column: String, of type: Choice.Type = Choice.self)
    throws(FileError) -> Choice where Choice.RawValue == String
  {
    let text = try text(column)
    guard let value = Choice(rawValue: text) else {
      throw error(column, must: "be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", found: text)
    }
    return value
  }

  /// The error for a column of this row.
  public func error(_ column: String, must rule: String, found: String) -> FileError {
    .malformed(path: path, line: line, field: column, must: rule, found: found)
  }
}
