#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension BlockBootstrap {
  /// The mean block length that the autocorrelation of a series asks for, in bars.
  ///
  /// Politis and White, "Automatic block-length selection for the dependent bootstrap" (2004), with the correction of
  /// Patton, Politis and White (2009): the length that minimises the mean squared error of the bootstrap variance of
  /// the mean, b = (2·G² / D)^⅓ · n^⅓ with flat-top estimates of G = Σ |k|·R(k) and of the spectral density g(0) = Σ R(k);
  /// D is 2·g(0)² for ``Scheme/stationary`` and 4⁄3·g(0)² for ``Scheme/circular``. At most min(3·√n, n / 3).
  ///
  /// - Returns: The length, rounded up to whole bars; 1 for a series without correlation, `nil` for fewer than 20
  ///   returns and where they do not vary.
  /// - Complexity: O(n·√n).
  public static func automaticBlockLength(of series: ReturnSeries, scheme: Scheme) -> Int? {
    let count = series.values.count
    guard count >= 20, series.sharpe != nil else { return nil }
    let size = Double(count)
    // The constants are those of the paper's section 3.2: a run of `run` insignificant lags ends the correlogram.
    let run = max(5, Int(log10(size).squareRoot().rounded(.up)))
    let longest = min(count - 1, Int(size.squareRoot().rounded(.up)) + run)
    let covariances = autocovariances(of: series, upTo: longest)
    let significant = 2 * (log10(size) / size).squareRoot()
    let bandwidth = min(
      2 * lastSignificantLag(covariances.map { abs($0 / covariances[0]) }, above: significant, run: run), longest)

    var spectrum = covariances[0]
    var slope = 0.0
    for lag in stride(from: 1, through: bandwidth, by: 1) {
      let window = min(1, 2 * (1 - Double(lag) / Double(bandwidth)))
      spectrum += 2 * window * covariances[lag]
      slope += 2 * window * Double(lag) * covariances[lag]
    }
    let factor = scheme == .stationary ? 2.0 : 4.0 / 3.0
    let optimum = cbrt(2 * slope * slope / (factor * spectrum * spectrum) * size)
    let ceiling = min(3 * size.squareRoot(), size / 3).rounded(.up)
    return max(1, Int(min(optimum.isFinite ? optimum.rounded(.up) : 1, ceiling)))
  }

  /// The smallest m after which `run` lags in a row are not significant; where there is no such run, the largest
  /// significant lag.
  private static func lastSignificantLag(_ correlations: [Double], above bound: Double, run: Int) -> Int {
    var quiet = 0
    for lag in stride(from: 1, to: correlations.count, by: 1) {
      quiet = correlations[lag] < bound ? quiet + 1 : 0
      if quiet == run { return max(lag - run, 1) }
    }
    return max(correlations.indices.dropFirst().last { correlations[$0] >= bound } ?? 1, 1)
  }

  /// Autocovariances of lags 0…`longest`, each divided by the count of returns.
  private static func autocovariances(of series: ReturnSeries, upTo longest: Int) -> [Double] {
    let mean = series.mean
    let deviations = series.values.map { $0 - mean }
    return (0...longest).map { lag in
      var sum = 0.0
      for index in 0..<(deviations.count - lag) { sum += deviations[index] * deviations[index + lag] }
      return sum / Double(deviations.count)
    }
  }
}
