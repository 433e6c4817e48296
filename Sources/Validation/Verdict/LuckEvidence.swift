import Accounting
import Statistics

/// What is known about a result out of sample.
///
/// Whatever was not computed is `nil`; the verdict says so and takes nothing for granted. Money is in USD, after all costs, over
/// the same bars and from the same cash throughout.
public struct LuckEvidence: Codable, Sendable, Equatable {
  /// The result with its signal delayed.
  public struct LaggedSignal: Codable, Sendable, Equatable {
    /// Bars by which the policy saw everything late.
    public var bars: Int
    /// Net profit, USD.
    public var netProfit: Double

    /// A delay and what was left of the profit.
    public init(bars: Int, netProfit: Double) {
      self.bars = bars
      self.netProfit = netProfit
    }
  }

  /// A policy that could have been run instead.
  public struct Baseline: Codable, Sendable, Equatable {
    /// Its name: `threshold rule`.
    public var name: String
    /// Net profit, USD.
    public var netProfit: Double

    /// A policy and its result.
    public init(name: String, netProfit: Double) {
      self.name = name
      self.netProfit = netProfit
    }
  }

  /// Net profit of all tests, USD.
  public var netProfit: Double
  /// The deflated Sharpe ratio of the returns of all tests.
  public var deflatedSharpe: DeflatedSharpe?
  /// Bootstrap interval of their annualised Sharpe ratio.
  public var sharpeInterval: ConfidenceInterval?
  /// One-sided bootstrap p-value against a mean return of 0 or less.
  public var meanPValue: Double?
  /// The probability of backtest overfitting of the selection.
  public var overfitting: BacktestOverfitting?
  /// The Sharpe ratios of the paths of a combinatorial purged cross-validation.
  public var paths: PathDistribution?
  /// Net profits of runs whose signal was shuffled in time, USD; one a run.
  public var shuffledSignalProfits: [Double]?
  /// The result with a delayed signal.
  public var laggedSignal: LaggedSignal?
  /// Net profit with all costs doubled, USD.
  public var doubledCostProfit: Double?
  /// Policies to compare with.
  public var baselines: [Baseline]?
  /// Whether anything was trained on hours after those it was tested on, as in a cross-validation: such a result is no
  /// test in time and never speaks for skill.
  public var trainsOnLaterHours = false

  /// A profit of which nothing else is known yet.
  public init(netProfit: Double) {
    self.netProfit = netProfit
  }
}
