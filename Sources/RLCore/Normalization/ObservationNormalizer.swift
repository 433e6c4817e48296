import Settings

/// Brings observations to mean 0 and variance 1, dimension by dimension, with statistics of what was seen while
/// training.
///
/// In a padded group the flag column passes unchanged, and rows that are padding stay zeros and are not counted. The rows of
/// a window share their statistics, which count its newest row alone: each step is counted once.
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
    statistics = RunningStatistics(dimensions: space.statisticsWidth)
  }

  /// Goes on from what another normaliser has seen; the limit stays its own.
  ///
  /// - Precondition: It saw observations of the same width.
  public mutating func restore(_ statistics: RunningStatistics) {
    enforce(
      statistics.dimensions == space.statisticsWidth,
      "statistics of \(space.statisticsWidth) values are needed, was \(statistics.dimensions)")
    self.statistics = statistics
  }

  /// Takes in a batch, row-major [count × width].
  public mutating func observe(_ values: [Float]) {
    let width = space.width
    let rows = values.count / width
    forEachRow { start, index, columns, isPadded, isCounted in
      guard isCounted else { return }
      for column in (isPadded ? 1 : 0)..<columns {
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for row in 0..<rows where !isPadded || values[row * width + start] != 0 {
          let value = Double(values[row * width + start + column])
          sum += value
          squares += value * value
          count += 1
        }
        guard count > 0 else { continue }
        let mean = sum / count
        statistics.add(mean: mean, variance: max(0, squares / count - mean * mean), count: count, at: index + column)
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
    let scales = statistics.variance.map { 1 / ($0 + Self.epsilon).squareRoot() }
    forEachRow { start, index, columns, isPadded, _ in
      for row in 0..<rows {
        let base = row * width + start
        if isPadded && values[base] == 0 { continue }
        for column in (isPadded ? 1 : 0)..<columns {
          let centred = Double(values[base + column]) - statistics.mean[index + column]
          let normalized = Float(centred * scales[index + column])
          values[base + column] = min(max(normalized, -limit), limit)
        }
      }
    }
  }

  /// Calls back with every row of every group: where it starts, where its statistics do, its columns, whether it may be
  /// padding, and whether it counts for the statistics.
  private func forEachRow(_ body: (Int, Int, Int, Bool, Bool) -> Void) {
    var (start, index) = (0, 0)
    for group in space.groups {
      for row in 0..<group.rows {
        let isCounted = !group.isWindow || row == group.rows - 1
        body(start, index, group.columns, group.isPadded, isCounted)
        start += group.columns
        if isCounted { index += group.columns }
      }
    }
  }
}
