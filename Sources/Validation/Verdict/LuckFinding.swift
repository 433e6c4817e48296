/// What one check says about a result.
public struct LuckFinding: Codable, Sendable, Equatable {
  /// The checks, in the order of a report.
  public enum Check: String, Codable, Sendable, CaseIterable {
    /// Is the Sharpe ratio above what the best of as many trials shows without skill?
    case deflatedSharpe = "deflated Sharpe ratio"
    /// Does the bootstrap interval of the Sharpe ratio lie above 0?
    case sharpeInterval = "Sharpe interval"
    /// Would a mean return of 0 show as much?
    case meanReturn = "mean return"
    /// Does what is best in sample stay good out of sample?
    case overfitting = "overfitting"
    /// How many paths of the cross-validation lose?
    case paths = "paths"
    /// Does the profit vanish without the information?
    case shuffledSignal = "shuffled signal"
    /// Does it shrink with stale information?
    case laggedSignal = "lagged signal"
    /// Does it survive twice the costs?
    case doubledCosts = "doubled costs"
    /// Does a simple policy earn as much?
    case baselines = "baselines"

    /// Whether a result counts as distinguishable from luck only where the check was made and passed.
    public var isRequired: Bool { self == .deflatedSharpe || self == .sharpeInterval }
  }

  /// How a check ended.
  public enum Status: String, Codable, Sendable, CaseIterable {
    /// It speaks for the result.
    case passed
    /// It speaks neither for nor clearly against it, and does not decide.
    case weak
    /// It speaks against the result, and decides.
    case failed
    /// It was not made.
    case missing
  }

  /// What was checked.
  public let check: Check
  /// How it ended.
  public let status: Status
  /// What was found and what was asked for, as a sentence.
  public let sentence: String
}
