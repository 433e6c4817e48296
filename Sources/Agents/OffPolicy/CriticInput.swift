import Tensors

/// Rows of observations with actions behind them: what critics read.
struct CriticInput {
  let observationWidth: Int
  let dimensions: Int
  let values: AlignedBuffer<Float>

  var width: Int { observationWidth + dimensions }

  init(rows: Int, observationWidth: Int, dimensions: Int) {
    self.observationWidth = observationWidth
    self.dimensions = dimensions
    values = AlignedBuffer(count: rows * (observationWidth + dimensions))
  }

  /// The first value of a row.
  func start(of row: Int) -> UnsafeMutablePointer<Float> { values.pointer + row * width }

  /// Copies observations and actions into some rows.
  ///
  /// - Parameters:
  ///   - rows: Which rows.
  ///   - observations: Of all rows.
  ///   - actions: Of the rows in `rows` alone.
  func fill(
    _ rows: Range<Int>, observations: UnsafePointer<Float>, actions: UnsafePointer<Float>
  ) {
    for row in rows {
      start(of: row).update(from: observations + row * observationWidth, count: observationWidth)
      (start(of: row) + observationWidth).update(
        from: actions + (row - rows.lowerBound) * dimensions, count: dimensions)
    }
  }

  /// Copies the columns of the actions out of a gradient with respect to some rows.
  func actionColumns(
    of gradient: UnsafePointer<Float>, rows: Int, to target: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      (target + row * dimensions).update(from: gradient + row * width + observationWidth, count: dimensions)
    }
  }
}
