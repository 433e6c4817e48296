import Persistence
import RLCore

/// The page of a benchmark, written from its result files and nothing else.
public struct BenchmarkTable {
  private static let columns = [
    "agent", "task", "steps", "seeds", "IQM", "95 % interval", "published", "in steps", "met", "seconds a seed", "note",
  ]
  private static let rightColumns: Set<Int> = [2, 3, 4, 5, 6, 7, 9]

  let suite: BenchmarkSuite
  private let rows: [BenchmarkRow]

  /// Reads the results of a suite.
  ///
  /// - Throws: `FileError` for a file that cannot be understood.
  public init(suite: BenchmarkSuite, results: ResultFolder, registry: Registry) throws(FileError) {
    self.suite = suite
    var rows: [BenchmarkRow] = []
    for preset in suite.presets {
      rows.append(BenchmarkRow(preset, results: try results.results(of: preset), registry: registry))
    }
    self.rows = rows
  }

  /// The whole page in Markdown.
  public var markdown: String {
    let shown = rows.filter { !$0.results.isEmpty }
    var lines = ["# Benchmark", "", introduction, ""]
    if !shown.isEmpty {
      lines += [hardware, "", Self.line(Self.columns)]
      lines.append(
        "|" + Self.columns.indices.map { Self.rightColumns.contains($0) ? "---:" : "---" }.joined(separator: "|") + "|")
      lines += shown.map { Self.line($0.cells) } + [""]
    }
    let missing = rows.filter { $0.results.isEmpty }
    if !missing.isEmpty {
      lines += ["Without results: " + missing.map(Self.absence).joined(separator: ", ") + ".", ""]
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private static func absence(_ row: BenchmarkRow) -> String {
    row.preset.name + (row.outdated == 0 ? "" : " (\(row.outdated) left out: other settings)")
  }

  /// On what, and how.
  private var hardware: String {
    let results = rows.flatMap(\.results)
    let machines = Set(results.map(\.machine.summary)).sorted()
    let versions = Set(results.map(\.version)).sorted()
    let jobs = Set(results.map(\.jobs)).sorted().map(String.init)
    return "Made on \(machines.joined(separator: "; ")); version \(versions.joined(separator: ", ")); "
      + "\(jobs.joined(separator: " or ")) runs at once, each on one thread."
  }
}
