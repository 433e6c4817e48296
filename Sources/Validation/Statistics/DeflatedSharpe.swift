import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The probability that a Sharpe ratio is better than the best of many trials without skill would be.
///
/// Bailey and López de Prado, "The deflated Sharpe ratio: correcting for selection bias, backtest overfitting and
/// non-normality" (2014): the probabilistic Sharpe ratio against the expected maximum of N trials. Every fitness evaluation is a
/// trial, for each of them could have been the one that was picked. Trials that resemble each other count as one each all the
/// same, which errs towards "luck".
public struct DeflatedSharpe: Codable, Sendable, Equatable {
  /// The deflated Sharpe ratio, in 0…1.
  public let probability: Double
  /// Number of trials N.
  public let trials: Int
  /// Variance of the trials' Sharpe ratios, per bar.
  public let trialVariance: Double
  /// Where ``trialVariance`` comes from, in words.
  public let varianceSource: String
  /// The Sharpe ratio that the best trial is expected to reach without skill, per bar.
  public let expectedMaximum: Double
  /// Moments of the judged returns, per bar.
  public let moments: ReturnMoments

  /// Deflates the Sharpe ratio of a return series.
  ///
  /// The test takes returns as independent. Hourly returns that repeat make it too sure; `ReturnSeries.compounded(over:)` with
  /// 24 gives daily ones (``LuckSimulation`` shows the difference).
  ///
  /// It is `nil` if the variance or the probabilistic Sharpe ratio is undefined.
  ///
  /// - Parameters:
  ///   - moments: Of the returns that are judged.
  ///   - trials: Every evaluation that could have been selected; at least 1.
  ///   - variance: What is known of the variance of the trials' Sharpe ratios.
  public init?(of moments: ReturnMoments, trials: Int, variance: TrialVariance) {
    enforce(trials >= 1, "trials must be at least 1, was \(trials)")
    guard let trialVariance = variance.perBarVariance(periodsPerYear: moments.periodsPerYear) else { return nil }
    let expected = Self.expectedMaximum(trials: trials, variance: trialVariance)
    guard let probability = moments.probabilisticSharpe(above: expected) else { return nil }
    self.probability = probability
    self.trials = trials
    self.trialVariance = trialVariance
    varianceSource = variance.text
    expectedMaximum = expected
    self.moments = moments
  }

  /// The expected maximum of N independent normal values with mean 0.
  ///
  /// √V·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))) with Euler's constant γ, the approximation by extreme value theory of
  /// Bailey and López de Prado (2014). One trial is no selection: its expected maximum is its mean, 0.
  ///
  /// - Parameters:
  ///   - trials: N; at least 1.
  ///   - variance: V.
  /// - Returns: A Sharpe ratio per bar for a variance of such, an annualised one for a variance of annualised ones.
  public static func expectedMaximum(trials: Int, variance: Double) -> Double {
    guard trials > 1 else { return 0 }
    let eulerGamma = 0.577_215_664_901_532_86
    let tail = 1 / Double(trials)
    return variance.squareRoot()
      * ((1 - eulerGamma) * NormalDistribution.upperQuantile(tail)
        + eulerGamma * NormalDistribution.upperQuantile(tail * exp(-1)))
  }

  /// ``expectedMaximum`` times the root of the bars a year.
  public var annualisedExpectedMaximum: Double { expectedMaximum * moments.periodsPerYear.squareRoot() }

  /// Bars that these moments would have to last for the probability to reach a confidence; `nil` if the Sharpe ratio
  /// is not above the expected maximum.
  public func minimumTrackRecord(confidence: Double) -> Double? {
    moments.minimumTrackRecord(above: expectedMaximum, confidence: confidence)
  }
}
