import Training

/// What a policy is worth.
public struct Judgement: Sendable, Equatable {
  /// What members are ranked by, to be maximised: the true objective, such as net profit, not a shaped reward.
  public var fitness: Double
  /// Further figures by name, in the order in which they are shown; a name that ends in `%` is shown as a percentage.
  public var figures: [Figure]
  /// Returns over the periods of the window on which all are judged, where there are such: by them it can be asked
  /// whether choosing the best of the judged policies means anything (the probability of backtest overfitting).
  public var returns: [Double]

  /// A judgement from its parts.
  public init(fitness: Double, figures: [Figure] = [], returns: [Double] = []) {
    self.fitness = fitness
    self.figures = figures
    self.returns = returns
  }
}
