import Randomness
import Statistics

/// Confidence intervals for statistics of autocorrelated returns by block bootstraps.
///
/// Resampled series are joined from blocks that start anywhere and wrap around the end; intervals are percentile
/// intervals. Blocks keep the autocorrelation of funding within a day; drawing single hours would make the intervals
/// too narrow.
public struct BlockBootstrap: Sendable {
  /// How long blocks are.
  public enum Scheme: String, Sendable, Codable, CaseIterable {
    /// All blocks have the length that is configured: Politis and Romano, "A circular block-resampling procedure for
    /// stationary data" (1992).
    case circular
    /// Lengths are drawn from the geometric distribution with the configured mean, so that the resampled series is
    /// stationary: Politis and Romano, "The stationary bootstrap" (1994).
    case stationary
  }

  /// Resamples, block length and confidence.
  public let configuration: BootstrapConfiguration
  /// How long blocks are.
  public let scheme: Scheme

  /// A bootstrap with the given settings, which must be valid.
  public init(_ configuration: BootstrapConfiguration, scheme: Scheme = .circular) {
    self.configuration = configuration
    self.scheme = scheme
  }

  /// Intervals for several statistics of one series, from the same resamples.
  ///
  /// An interval is `nil` if the series is shorter than two blocks, or where the statistic is undefined in more
  /// than one resample of twenty.
  ///
  /// - Complexity: O(resamples · returns).
  public func intervals(
    of series: ReturnSeries, for statistics: [@Sendable (ReturnSeries) -> Double?], using random: inout RandomStream
  ) -> [ConfidenceInterval?] {
    guard isLongEnough(series) else { return statistics.map { _ in nil } }
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

  /// How often a series whose true mean is 0 would show a mean as high as this one does: the one-sided p-value
  /// against a mean return of 0 or less.
  ///
  /// The resampled means are centred on the mean of the series, which makes the hypothesis true; the value is
  /// (1 + resamples whose centred mean reaches the mean of the series) / (1 + resamples), never 0 (Davison and
  /// Hinkley, "Bootstrap methods and their application", 1997, section 4.4.1). `nil` if the series is shorter than two
  /// blocks.
  ///
  /// - Complexity: O(resamples · returns).
  public func meanPValue(of series: ReturnSeries, using random: inout RandomStream) -> Double? {
    guard isLongEnough(series) else { return nil }
    let mean = series.mean
    var reached = 0
    for _ in 0..<configuration.resamples {
      let resampled = ReturnSeries(values: resample(series.values, using: &random)).mean
      if resampled - mean >= mean { reached += 1 }
    }
    return Double(1 + reached) / Double(1 + configuration.resamples)
  }

  /// One series of the same length, joined from blocks that start anywhere and wrap around the end.
  func resample(_ values: [Double], using random: inout RandomStream) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(values.count)
    while result.count < values.count {
      let start = random.index(below: values.count)
      let length = min(blockLength(using: &random), values.count - result.count)
      let unwrapped = min(length, values.count - start)
      result.append(contentsOf: values[start..<(start + unwrapped)])
      result.append(contentsOf: values[..<(length - unwrapped)])
    }
    return result
  }

  /// The length of the next block.
  private func blockLength(using random: inout RandomStream) -> Int {
    switch scheme {
    case .circular: configuration.blockLength
    case .stationary: random.geometric(mean: configuration.blockLength)
    }
  }

  private func isLongEnough(_ series: ReturnSeries) -> Bool {
    series.values.count >= 2 * configuration.blockLength
  }

  private func interval(of outcomes: [Double]) -> ConfidenceInterval? {
    guard outcomes.count * 20 >= configuration.resamples * 19 else { return nil }
    let sorted = outcomes.sorted()
    let tail = (1 - configuration.confidence) / 2
    return ConfidenceInterval(
      lower: Quantile.linear(tail, ofSorted: sorted), upper: Quantile.linear(1 - tail, ofSorted: sorted),
      confidence: configuration.confidence)
  }
}
