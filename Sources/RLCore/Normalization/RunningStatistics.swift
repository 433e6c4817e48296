/// Mean and variance of a stream of values, by dimension, merged batch by batch (Chan, Golub and LeVeque 1979).
public struct RunningStatistics: Sendable, Equatable, Codable {
  /// Mean of each dimension.
  public private(set) var mean: [Double]
  /// Variance of each dimension, over the population.
  public private(set) var variance: [Double]
  /// Values seen of each dimension.
  public private(set) var count: [Double]

  /// How many dimensions all three have, 0 if they differ.
  public var dimensions: Int { mean.count == variance.count && mean.count == count.count ? mean.count : 0 }

  /// Statistics of nothing: mean 0, variance 1.
  public init(dimensions: Int) {
    mean = [Double](repeating: 0, count: dimensions)
    variance = [Double](repeating: 1, count: dimensions)
    // A pseudo-count keeps the first batches from dividing by next to nothing.
    count = [Double](repeating: 1e-4, count: dimensions)
  }

  /// Takes in several values of one dimension.
  public mutating func add(
    mean batchMean: Double, variance batchVariance: Double, count batchCount: Double, at index: Int
  ) {
    guard batchCount > 0 else { return }
    let total = count[index] + batchCount
    let difference = batchMean - mean[index]
    let squares =
      variance[index] * count[index] + batchVariance * batchCount
      + difference * difference * count[index] * batchCount / total
    mean[index] += difference * batchCount / total
    variance[index] = squares / total
    count[index] = total
  }
}
