import Randomness
import Settings

/// A matrix at which a gradient is checked.
public struct GradientInput: Sendable {
  /// Rows of the matrix.
  public let rows: Int
  /// Values a row.
  public let columns: Int
  /// All values, row-major.
  public let values: [Double]

  /// A matrix with the given values.
  public init(_ values: [Double], rows: Int, columns: Int) {
    enforce(values.count == rows * columns, "values must be \(rows) × \(columns), was \(values.count)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// A matrix of standard normal draws.
  public init(rows: Int, columns: Int, using random: inout RandomStream) {
    self.init((0..<rows * columns).map { _ in random.normal() }, rows: rows, columns: columns)
  }
}
