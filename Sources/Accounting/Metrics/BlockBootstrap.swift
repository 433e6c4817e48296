import Randomness

/// Confidence intervals for statistics of autocorrelated returns by the circular block bootstrap.
///
/// Source: Politis and Romano, "A circular block-resampling procedure for stationary data" (1992); percentile
/// intervals. Blocks keep the autocorrelation of funding within a day; drawing single hours would make the intervals
/// too narrow.
public struct BlockBootstrap: Sendable {
  /// Resamples, block length and confidence.
  public let configuration: BootstrapConfiguration

  /// A bootstrap with the given settings, which must be valid.
  public init(_ configuration: BootstrapConfiguration) {
    self.configuration = configuration
  }

  /// Intervals for several statistics of one series, from the same resamples.
  ///
  /// An interval is `nil` where the series is shorter than two blocks, or where the statistic is undefined in more
  /// than one resample of twenty.
  ///
  /// - Complexity: O(resamples · returns).
  public func intervals(
    of series: ReturnSeries, for statistics: [@Sendable (ReturnSeries) -> Double?], using random: inout RandomStream
  ) -> [ConfidenceInterval?] {
    guard series.values.count >= 2 * configuration.blockLength else { return statistics.map { _ in nil } }
    var outcomes = statistics.map { _ in [Double]() }
    for _ in 0..<configuration.resamples {
      let resample = ReturnSeries(
        values: resample(series.values, using: &random), periodsPerYear: series.periodsPerYear)
      for (index, statistic) in statistics.enumerated() {
        if let value = statistic(resample) { outcomes[index].append(value) }
      }
    }
    return outcomes.map(interval)
  }

  /// One series of the same length, joined from blocks that start anywhere and wrap around the end.
  func resample(_ values: [Double], using random: inout RandomStream) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(values.count)
    while result.count < values.count {
      let start = random.index(below: values.count)
      let length = min(configuration.blockLength, values.count - result.count)
      let unwrapped = min(length, values.count - start)
      result.append(contentsOf: values[start..<(start + unwrapped)])
      result.append(contentsOf: values[..<(length - unwrapped)])
    }
    return result
  }

  private func interval(of outcomes: [Double]) -> ConfidenceInterval? {
    guard outcomes.count * 20 >= configuration.resamples * 19 else { return nil }
    let sorted = outcomes.sorted()
    let tail = (1 - configuration.confidence) / 2
    return ConfidenceInterval(
      lower: Self.quantile(tail, ofSorted: sorted), upper: Self.quantile(1 - tail, ofSorted: sorted),
      confidence: configuration.confidence)
  }

  /// The quantile with linear interpolation between order statistics.
  static func quantile(_ probability: Double, ofSorted values: [Double]) -> Double {
    let position = probability * Double(values.count - 1)
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    return values[below] + (values[above] - values[below]) * (position - Double(below))
  }
}
