import Tensors
import TextFormats

extension ParameterLayout {
  /// Every parameter with its shape and size, and their sum: what a network really has.
  ///
  /// ```
  /// parameter        shape      values
  /// policy.0.weight  36 × 64     2,304
  /// …
  /// total                        6,981
  /// ```
  public var table: String {
    parameterTable(entries.map { ($0.name, $0.slice.rows, $0.slice.columns) })
  }
}

/// Parameters with their shapes and sizes, and their sum, as a table of text.
public func parameterTable(_ parameters: [(name: String, rows: Int, columns: Int)]) -> String {
  let rows =
    [["parameter", "shape", "values"]]
    + parameters.map {
      [$0.name, "\($0.rows) × \($0.columns)", NumberText.grouped($0.rows * $0.columns, separator: ",")]
    }
    + [["total", "", NumberText.grouped(parameters.reduce(0) { $0 + $1.rows * $1.columns }, separator: ",")]]
  return TextTable(rows, alignments: [.left, .left, .right]).text
}
