import Accounting
import TextFormats
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension LuckFinding {
  /// One finding for each check, in order.
  static func all(of evidence: LuckEvidence) -> [LuckFinding] {
    Check.allCases.map { check in
      switch check {
      case .deflatedSharpe: deflatedSharpe(evidence.deflatedSharpe)
      case .sharpeInterval: sharpeInterval(evidence.sharpeInterval)
      case .meanReturn: meanReturn(evidence.meanPValue)
      case .overfitting: overfitting(evidence.overfitting)
      case .paths: paths(evidence.paths)
      case .shuffledSignal: shuffledSignal(evidence)
      case .laggedSignal: laggedSignal(evidence)
      case .doubledCosts: doubledCosts(evidence.doubledCostProfit)
      case .baselines: baselines(evidence)
      }
    }
  }

  private static func deflatedSharpe(_ deflated: DeflatedSharpe?) -> LuckFinding {
    guard let deflated else {
      return missing(.deflatedSharpe, "No deflated Sharpe ratio was computed, so luck in the search is not ruled out.")
    }
    let limit = LuckRules.minimumDeflatedSharpe
    let isPassed = deflated.probability >= limit
    var sentence =
      "The deflated Sharpe ratio is \(roundedDown(deflated.probability)), at least \(number(limit)) is asked for: the "
      + "annualised Sharpe ratio is \(number(deflated.moments.annualisedSharpe)) over \(span(Double(deflated.moments.count), of: deflated)), "
      + "where the best of \(trials(deflated.trials)) without skill is expected at "
      + "\(number(deflated.annualisedExpectedMaximum)) (variance of the trials \(deflated.varianceSource))."
    if !isPassed {
      if let bars = deflated.minimumTrackRecord(confidence: limit) {
        sentence += " At this rate it would take \(span(bars.rounded(.up), of: deflated))."
      } else {
        sentence += " At this rate no record would be long enough."
      }
    }
    return LuckFinding(check: .deflatedSharpe, status: isPassed ? .passed : .failed, sentence: sentence)
  }

  private static func sharpeInterval(_ interval: ConfidenceInterval?) -> LuckFinding {
    guard let interval else { return missing(.sharpeInterval, "No interval of the Sharpe ratio was computed.") }
    let isPassed = interval.lower > LuckRules.minimumIntervalBound
    return LuckFinding(
      check: .sharpeInterval, status: isPassed ? .passed : .failed,
      sentence:
        "The \(NumberText.fixed(interval.confidence * 100, decimals: 0)) % bootstrap interval of the annualised Sharpe "
        + "ratio, \(NumberText.interval(interval, decimals: 2)), "
        + (isPassed ? "lies above 0." : "does not lie above 0."))
  }

  private static func meanReturn(_ value: Double?) -> LuckFinding {
    guard let value else { return missing(.meanReturn, "No p-value of the mean return was computed.") }
    let isPassed = value <= LuckRules.maximumMeanPValue
    return LuckFinding(
      check: .meanReturn, status: isPassed ? .passed : .failed,
      sentence:
        "Without any edge a mean return as high as this has a bootstrap p-value of \(small(value)), at most "
        + "\(number(LuckRules.maximumMeanPValue)) is asked for.")
  }

  private static func overfitting(_ overfitting: BacktestOverfitting?) -> LuckFinding {
    guard let overfitting else {
      return missing(.overfitting, "The probability of backtest overfitting was not computed.")
    }
    let value = overfitting.probability
    let status: Status =
      value <= LuckRules.maximumOverfitting ? .passed : value <= LuckRules.failingOverfitting ? .weak : .failed
    return LuckFinding(
      check: .overfitting, status: status,
      sentence:
        "The probability of backtest overfitting is \(small(value)) over \(overfitting.strategies) strategies: the share "
        + "of splits in which the best in sample was no better than the median out of sample; ½ is a coin flip, at most "
        + "\(number(LuckRules.maximumOverfitting)) speaks for the selection.")
  }

  private static func paths(_ paths: PathDistribution?) -> LuckFinding {
    guard let paths else { return missing(.paths, "No combinatorial purged cross-validation was run.") }
    let isPassed = paths.shareBelowZero <= LuckRules.maximumLosingPathShare
    var sentence =
      "Of \(paths.sharpes.count) cross-validation paths \(percent(paths.shareBelowZero)) have a negative Sharpe ratio, at "
      + "most \(percent(LuckRules.maximumLosingPathShare)) may; the median path has \(number(paths.median))."
    if paths.undefined > 0 { sentence += " On \(paths.undefined) nothing varied." }
    return LuckFinding(check: .paths, status: isPassed ? .passed : .failed, sentence: sentence)
  }

  /// A count of returns with the time that they cover.
  private static func span(_ returns: Double, of deflated: DeflatedSharpe) -> String {
    let days = returns / deflated.moments.periodsPerYear * 365
    return "\(NumberText.fixed(returns, decimals: 0)) returns (\(NumberText.fixed(days, decimals: 1)) days)"
  }

  static func missing(_ check: Check, _ sentence: String) -> LuckFinding {
    LuckFinding(check: check, status: .missing, sentence: sentence)
  }

  /// A probability to two decimals that never reaches a limit by rounding.
  static func roundedDown(_ probability: Double) -> String {
    number((probability * 100).rounded(.down) / 100)
  }

  static func trials(_ count: Int) -> String { count == 1 ? "1 trial" : "\(count) trials" }
  static func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
  static func small(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
  static func percent(_ share: Double) -> String { "\(NumberText.fixed(share * 100, decimals: 0)) %" }
  static func money(_ value: Double) -> String { "\(NumberText.fixed(value, decimals: 2)) USD" }
}
