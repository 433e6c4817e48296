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
      + entries.map { ($0.name, "\($0.slice.rows) × \($0.slice.columns)", grouped($0.slice.count)) }
      + [("total", "", grouped(count))]
    let nameWidth = rows.map(\.0.count).max() ?? 0
    let shapeWidth = rows.map(\.1.count).max() ?? 0
    let valueWidth = rows.map(\.2.count).max() ?? 0
    return rows.map { name, shape, values in
      name + String(repeating: " ", count: nameWidth - name.count + 2)
        + shape + String(repeating: " ", count: shapeWidth - shape.count + 2)
        + String(repeating: " ", count: valueWidth - values.count) + values
    }.joined(separator: "\n")
  }
}
