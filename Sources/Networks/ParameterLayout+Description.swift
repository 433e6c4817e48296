import Tensors

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
  func grouped(_ number: Int) -> String {
    var (text, digits) = ("", String(number))
    while digits.count > 3 {
      text = ",\(digits.suffix(3))\(text)"
      digits.removeLast(3)
    }
    return digits + text
  }
  let rows =
    [("parameter", "shape", "values")]
    + parameters.map { ($0.name, "\($0.rows) × \($0.columns)", grouped($0.rows * $0.columns)) }
    + [("total", "", grouped(parameters.reduce(0) { $0 + $1.rows * $1.columns }))]
  let nameWidth = rows.map(\.0.count).max() ?? 0
  let shapeWidth = rows.map(\.1.count).max() ?? 0
  let valueWidth = rows.map(\.2.count).max() ?? 0
  return rows.map { name, shape, values in
    name + String(repeating: " ", count: nameWidth - name.count + 2)
      + shape + String(repeating: " ", count: shapeWidth - shape.count + 2)
      + String(repeating: " ", count: valueWidth - values.count) + values
  }.joined(separator: "\n")
}
