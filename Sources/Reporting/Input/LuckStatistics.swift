import Accounting
import Statistics

/// Statistics of how likely a result is to be luck; the page leaves out those that are `nil`.
public struct LuckStatistics: Sendable, Equatable {
  /// Sharpe ratio of the stitched out-of-sample returns, a year.
  public var sharpe: Double?
  /// Its interval by the stationary bootstrap.
  public var sharpeInterval: ConfidenceInterval?
  /// Probabilistic Sharpe ratio against 0, in 0…1.
  public var probabilisticSharpe: Double?
  /// Deflated Sharpe ratio, in 0…1.
  public var deflatedSharpe: Double?
  /// Every fitness evaluation that the result was selected from; positive.
  public var trials: Int
  /// Probability of backtest overfitting, in 0…1.
  public var backtestOverfitting: Double?
  /// Probability of a result at least as good without any edge, in 0…1.
  public var pValue: Double?
  /// How the p-value was found: `stationary bootstrap of the mean return, one-sided`; may be empty.
  public var pValueTest: String

  /// Statistics from their values.
  public init(
    sharpe: Double? = nil, sharpeInterval: ConfidenceInterval? = nil, probabilisticSharpe: Double? = nil,
    deflatedSharpe: Double? = nil, trials: Int, backtestOverfitting: Double? = nil, pValue: Double? = nil,
    pValueTest: String = ""
  ) {
    self.sharpe = sharpe
    self.sharpeInterval = sharpeInterval
    self.probabilisticSharpe = probabilisticSharpe
    self.deflatedSharpe = deflatedSharpe
    self.trials = trials
    self.backtestOverfitting = backtestOverfitting
    self.pValue = pValue
    self.pValueTest = pValueTest
  }
}
