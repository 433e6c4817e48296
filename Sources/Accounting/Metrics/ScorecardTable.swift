/// Scorecards side by side as text for a terminal, at most 100 columns wide.
public struct ScorecardTable: Sendable {
  /// Widest line, characters.
  public static let maximumWidth = 100

  /// The line above the table, which says what the data is.
  public let label: String
  /// The columns, in order.
  public let scorecards: [NamedScorecard]

  private static let headingWidth = 20
  private static let columnWidth = 16

  /// A table of scorecards.
  ///
  /// - Parameters:
  ///   - label: Says what the data is: `synthetic data, seed 1`.
  ///   - scorecards: The columns; more than five continue in a further block below.
  public init(label: String, scorecards: [NamedScorecard]) {
    self.label = label
    self.scorecards = scorecards
  }

  /// The table as lines, with a line break at the end of each.
  public var text: String {
    let columns = (Self.maximumWidth - Self.headingWidth) / Self.columnWidth
    var lines = ["Scorecard: \(label)"]
    for start in stride(from: 0, to: scorecards.count, by: columns) {
      lines += block(Array(scorecards[start..<min(start + columns, scorecards.count)]))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func block(_ columns: [NamedScorecard]) -> [String] {
    let rule = String(repeating: "─", count: Self.headingWidth + Self.columnWidth * columns.count)
    var lines = ["", row("", columns.map(\.name)), rule]
    for section in MetricDefinition.Section.allCases {
      if section != .window { lines.append("") }
      for metric in MetricDefinition.all where metric.section == section {
        lines.append(row(metric.heading, columns.map { metric.text($0.scorecard) }))
      }
    }
    return lines
  }

  private func row(_ heading: String, _ cells: [String]) -> String {
    let padding = String(repeating: " ", count: max(Self.headingWidth - heading.count, 0))
    return cells.reduce(heading + padding) { $0 + rightAligned($1) }
  }

  private func rightAligned(_ cell: String) -> String {
    let room = Self.columnWidth - 1
    let fitted = cell.count <= room ? cell : cell.prefix(room - 1) + "…"
    return String(repeating: " ", count: Self.columnWidth - fitted.count) + fitted
  }
}
