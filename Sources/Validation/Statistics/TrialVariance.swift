/// Where the variance of the trials' Sharpe ratios comes from, which decides how high the best of many trials is expected
/// to be without skill.
///
/// There is no default: whoever deflates a Sharpe ratio says what is known. Sharpe ratios over less time vary more, so
/// trials should be measured over about as much time as the result that is judged; less time makes the test stricter. A
/// bar is one of the returns that are judged: a day where these are daily.
public enum TrialVariance: Sendable, Equatable {
  /// The sample variance of the annualised Sharpe ratios of the trials, at least two; trials without a Sharpe ratio are left
  /// out here and count all the same.
  case measured(annualisedSharpes: [Double])
  /// A variance of per-bar Sharpe ratios.
  case perBar(Double)
  /// A variance of annualised Sharpe ratios; it is divided by the bars a year.
  case annualised(Double)
  /// For trials whose Sharpe ratios were not kept: 1 / (bars − 1), the sampling variance of independent trials without any
  /// skill, each measured over so many bars (Lo 2002, at a Sharpe ratio of 0).
  ///
  /// True trials vary more where some are really better or worse, and less where they resemble each other.
  case unknown(barsOfTrial: Int)

  /// The variance of per-bar Sharpe ratios.
  ///
  /// - Parameter periodsPerYear: Bars a year.
  /// - Returns: `nil` if it cannot be had: fewer than two trials or bars, or a value that is negative or not finite.
  public func perBarVariance(periodsPerYear: Double) -> Double? {
    let variance: Double
    switch self {
    case .measured(let sharpes):
      guard sharpes.count >= 2 else { return nil }
      let mean = sharpes.reduce(0, +) / Double(sharpes.count)
      let squares = sharpes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      variance = squares / Double(sharpes.count - 1) / periodsPerYear
    case .perBar(let value): variance = value
    case .annualised(let value): variance = value / periodsPerYear
    case .unknown(let bars):
      guard bars >= 2 else { return nil }
      variance = 1 / Double(bars - 1)
    }
    return variance.isFinite && variance >= 0 ? variance : nil
  }

  /// What is known, in words for a report.
  public var text: String {
    switch self {
    case .measured(let sharpes): "measured over \(sharpes.count) trials"
    case .perBar, .annualised: "given"
    case .unknown(let bars): "not measured; that of trials without skill over \(bars) bars is taken"
    }
  }
}
