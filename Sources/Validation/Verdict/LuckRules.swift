/// The limits by which ``LuckVerdict`` decides, each with its reason.
public enum LuckRules {
  /// Deflated Sharpe ratio from which on a result passes.
  ///
  /// The one-sided 5 % level of Bailey and López de Prado (2014). Where returns are independent, the best of trials without
  /// skill reaches it in less than 5 of 100 searches (``LuckSimulation``).
  public static let minimumDeflatedSharpe = 0.95

  /// The Sharpe ratio that the whole bootstrap interval must lie above: 0, what doing nothing earns.
  public static let minimumIntervalBound = 0.0

  /// Largest p-value of the mean return: the level of the other tests.
  public static let maximumMeanPValue = 0.05

  /// Probability of backtest overfitting up to which the selection passes.
  ///
  /// The level that Bailey and others (2017) propose.
  public static let maximumOverfitting = 0.05

  /// Probability of backtest overfitting above which a result fails: the ranking in sample says less than a coin would.
  ///
  /// Between the two limits the finding is weak, and does not decide: members of a population that are equally good give ½
  /// too, since there is nothing to rank.
  public static let failingOverfitting = 0.5

  /// Largest share of paths with a negative Sharpe ratio: one in five.
  ///
  /// The plan of the trading system asks for profit in 80 of 100 settings. Paths overlap, so no level of significance
  /// applies.
  public static let maximumLosingPathShare = 0.2

  /// Largest rank p-value of the result among runs with a shuffled signal, (1 + runs that reached it) / (1 + runs).
  ///
  /// 5 %, which takes 19 runs (Phipson and Smyth 2010). With fewer, none of which reached the result, the finding is weak.
  public static let maximumShuffledPValue = 0.05

  /// Share of the profit that a delayed signal must not reach: all of it.
  ///
  /// What earns as much on stale information does not earn by it.
  public static let maximumLaggedShare = 1.0

  /// Profit that must be exceeded with doubled costs, USD: 0.
  ///
  /// Spread and depth are modelled, and the model may be wrong by a factor of two.
  public static let minimumDoubledCostProfit = 0.0
}
