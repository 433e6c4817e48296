import Randomness
import Settings

/// Confidence intervals of statistics over few runs.
///
/// Runs are drawn again with replacement, each within its own task (stratum), so that every resample has as many runs of
/// every task as there are; the interval lies between percentiles of the statistic over the resamples. Source: Agarwal
/// and others, "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (2021).
public struct StratifiedBootstrap: Sendable {
  /// How often runs are drawn again.
  public let resamples: Int
  /// Share of the resamples inside the interval.
  public let confidence: Double

  /// A bootstrap with 95 % confidence.
  ///
  /// - Precondition: `resamples` is positive and `confidence` lies between 0 and 1.
  public init(resamples: Int = 10_000, confidence: Double = 0.95) {
    enforce(resamples > 0, "resamples must be positive, was \(resamples)")
    enforce(confidence > 0 && confidence < 1, "confidence must be between 0 and 1, was \(confidence)")
    self.resamples = resamples
    self.confidence = confidence
  }

  /// The interval of a statistic of all scores together.
  ///
  /// - Parameters:
  ///   - strata: The scores of each task, at least one of each.
  ///   - statistic: Computed from the scores of all strata joined in order.
  ///   - random: Draws the runs.
  /// - Returns: The lower and the upper end.
  /// - Complexity: O(resamples · scores), and the statistic as often.
  public func interval(
    of strata: [[Double]], statistic: ([Double]) -> Double, using random: inout RandomStream
  ) -> ClosedRange<Double> {
    enforce(strata.allSatisfy { !$0.isEmpty }, "every stratum must have a score, was \(strata.map(\.count))")
    var drawn: [Double] = []
    let outcomes = (0..<resamples).map { _ in
      drawn.removeAll(keepingCapacity: true)
      for stratum in strata {
        for _ in stratum { drawn.append(stratum[random.index(below: stratum.count)]) }
      }
      return statistic(drawn)
    }.sorted()
    let tail = (1 - confidence) / 2
    return Quantile.linear(tail, ofSorted: outcomes)...Quantile.linear(1 - tail, ofSorted: outcomes)
  }
}
