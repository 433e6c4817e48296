import Accounting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The moments of a return series that the tests of a Sharpe ratio need, all per bar.
public struct ReturnMoments: Codable, Sendable, Equatable {
  /// Number of returns T.
  public var count: Int
  /// Arithmetic mean.
  public var mean: Double
  /// Sample standard deviation, dividing by T − 1; positive.
  public var deviation: Double
  /// Skewness m₃ / m₂^(3/2) of the central moments, dividing by T; 0 for a symmetric distribution.
  public var skewness: Double
  /// Kurtosis m₄ / m₂², dividing by T; 3 for the normal distribution (not the excess over it).
  public var kurtosis: Double
  /// Bars a year, for what is printed annualised.
  public var periodsPerYear: Double

  /// Moments that are already known; `deviation` must be positive.
  public init(
    count: Int, mean: Double, deviation: Double, skewness: Double, kurtosis: Double, periodsPerYear: Double
  ) {
    self.count = count
    self.mean = mean
    self.deviation = deviation
    self.skewness = skewness
    self.kurtosis = kurtosis
    self.periodsPerYear = periodsPerYear
  }

  /// The moments of a series; `nil` where its Sharpe ratio is undefined: fewer than two returns, or no variation.
  ///
  /// - Complexity: O(returns).
  public init?(of series: ReturnSeries) {
    guard series.sharpe != nil else { return nil }
    let count = Double(series.values.count)
    let mean = series.mean
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in series.values {
      let deviation = value - mean
      let square = deviation * deviation
      second += square
      third += square * deviation
      fourth += square * square
    }
    let variance = second / count
    self.init(
      count: series.values.count, mean: mean, deviation: (second / (count - 1)).squareRoot(),
      skewness: third / count / (variance * variance.squareRoot()), kurtosis: fourth / count / (variance * variance),
      periodsPerYear: series.periodsPerYear)
  }

  /// The Sharpe ratio per bar: mean over standard deviation, against a rate of 0.
  public var sharpe: Double { mean / deviation }

  /// The Sharpe ratio times the root of the bars a year.
  public var annualisedSharpe: Double { sharpe * periodsPerYear.squareRoot() }

  /// The standard error of ``sharpe`` times √(T − 1): √(1 − γ₃·SR + (γ₄ − 1) / 4 · SR²) (Mertens 2002).
  ///
  /// Skewness and kurtosis of any sample keep the radicand at or above 0; `nil` if it is not above 0 (returns of two
  /// values only).
  var sharpeSpread: Double? {
    let radicand = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    return radicand > 0 ? radicand.squareRoot() : nil
  }

  /// The probabilistic Sharpe ratio: the probability that the true Sharpe ratio is above a benchmark.
  ///
  /// Φ((SR − SR*)·√(T − 1) / √(1 − γ₃·SR + (γ₄ − 1) / 4 · SR²)), Bailey and López de Prado, "The Sharpe ratio efficient
  /// frontier" (2012). It takes returns as independent; on positively autocorrelated ones it is too confident.
  ///
  /// - Parameter benchmark: SR*, per bar.
  /// - Returns: In 0…1; `nil` for fewer than two returns or returns of two values only.
  public func probabilisticSharpe(above benchmark: Double) -> Double? {
    guard count >= 2, let sharpeSpread else { return nil }
    return NormalDistribution.cumulative((sharpe - benchmark) * Double(count - 1).squareRoot() / sharpeSpread)
  }

  /// The minimum track record length: bars that these moments would have to last for the probabilistic Sharpe ratio to
  /// reach a confidence.
  ///
  /// 1 + (1 − γ₃·SR + (γ₄ − 1) / 4 · SR²)·(Φ⁻¹(confidence) / (SR − SR*))², Bailey and López de Prado (2012).
  ///
  /// - Parameters:
  ///   - benchmark: SR*, per bar.
  ///   - confidence: Between ½ and 1.
  /// - Returns: Bars, not rounded; `nil` if the Sharpe ratio is not above the benchmark: no record would do.
  public func minimumTrackRecord(above benchmark: Double, confidence: Double) -> Double? {
    guard sharpe > benchmark, let sharpeSpread else { return nil }
    let ratio = sharpeSpread * NormalDistribution.upperQuantile(1 - confidence) / (sharpe - benchmark)
    return 1 + ratio * ratio
  }
}
