/// Rows of cells as plain text in columns, each as wide as its widest cell.
public struct TextTable: Sendable, Equatable {
  /// Where the cells of a column stand.
  public enum Alignment: Sendable, Equatable {
    /// Names.
    case left
    /// Numbers.
    case right
  }

  /// The rows, the heading among them; a short row has empty cells at its end.
  public var rows: [[String]]
  /// Where the cells of each column stand; columns beyond the list stand as its last one.
  public var alignments: [Alignment]
  /// Spaces between columns.
  public var gap: Int

  /// A table of some rows.
  ///
  /// - Parameters:
  ///   - rows: The rows, the heading among them.
  ///   - alignments: Where the cells of each column stand; columns beyond the list stand as its last one, and without a
  ///     list all stand on the right.
  ///   - gap: Spaces between columns.
  public init(_ rows: [[String]], alignments: [Alignment] = [.left, .right], gap: Int = 2) {
    self.rows = rows
    self.alignments = alignments
    self.gap = gap
  }

  /// The lines, without spaces at their ends.
  ///
  /// - Complexity: O(characters).
  public var lines: [String] {
    let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let space = String(repeating: " ", count: max(gap, 0))
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return alignment(of: column) == .left ? cell + padding : padding + cell
      }
      let line = cells.joined(separator: space)
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The lines, joined by line breaks; none after the last.
  public var text: String { lines.joined(separator: "\n") }

  /// The table for a document in Markdown; the first row is its heading.
  ///
  /// Bars within cells are escaped.
  public var markdown: String {
    guard let heading = rows.first else { return "" }
    let rule = heading.indices.map { alignment(of: $0) == .left ? "---" : "---:" }
    return ([heading, rule] + rows.dropFirst()).map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }

  private func alignment(of column: Int) -> Alignment {
    column < alignments.count ? alignments[column] : alignments.last ?? .right
  }
}
