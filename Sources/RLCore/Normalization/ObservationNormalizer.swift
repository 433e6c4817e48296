import Settings

/// Brings observations to mean 0 and variance 1, dimension by dimension, with statistics of what was seen while
/// training.
///
/// In a padded group the flag column passes unchanged, and rows that are padding stay zeros and are not counted.
public struct ObservationNormalizer: Sendable, Equatable, Codable {
  /// Shape of the observations.
  public let space: ObservationSpace
  /// Results are cut off at ± this.
  public let limit: Float
  /// What was seen so far.
  public private(set) var statistics: RunningStatistics

  private static let epsilon = 1e-8

  /// A normaliser that has seen nothing.
  public init(space: ObservationSpace, limit: Float = 10) {
    self.space = space
    self.limit = limit
    statistics = RunningStatistics(dimensions: space.width)
  }

  /// Goes on from what another normaliser has seen; the limit stays its own.
  ///
  /// - Precondition: It saw observations of the same width.
  public mutating func restore(_ statistics: RunningStatistics) {
    enforce(
      statistics.dimensions == space.width,
      "statistics of \(space.width) values are needed, was \(statistics.dimensions)")
    self.statistics = statistics
  }

  /// Takes in a batch, row-major [count × width].
  public mutating func observe(_ values: [Float]) {
    let width = space.width
    let rows = values.count / width
    forEachRow { start, columns, isPadded in
      for column in (isPadded ? 1 : 0)..<columns {
        let index = start + column
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for row in 0..<rows where !isPadded || values[row * width + start] != 0 {
          let value = Double(values[row * width + index])
          sum += value
          squares += value * value
          count += 1
        }
        guard count > 0 else { continue }
        let mean = sum / count
        statistics.add(mean: mean, variance: max(0, squares / count - mean * mean), count: count, at: index)
      }
    }
  }

  /// Normalises a batch in place, row-major [count × width].
  public func normalize(_ values: inout [Float]) {
    values.withUnsafeMutableBufferPointer { normalize($0) }
  }

  /// Normalises a batch in place, row-major [count × width].
  public func normalize(_ values: UnsafeMutableBufferPointer<Float>) {
    let width = space.width
    let rows = values.count / width
    forEachRow { start, columns, isPadded in
      for row in 0..<rows {
        let base = row * width + start
        if isPadded && values[base] == 0 { continue }
        for column in (isPadded ? 1 : 0)..<columns {
          let scale = 1 / (statistics.variance[start + column] + Self.epsilon).squareRoot()
          let normalized = Float((Double(values[base + column]) - statistics.mean[start + column]) * scale)
          values[base + column] = min(max(normalized, -limit), limit)
        }
      }
    }
  }

  /// Calls back with start, columns and padding of every row of every group.
  private func forEachRow(_ body: (Int, Int, Bool) -> Void) {
    var start = 0
    for group in space.groups {
      for _ in 0..<group.rows {
        body(start, group.columns, group.isPadded)
        start += group.columns
      }
    }
  }
}
