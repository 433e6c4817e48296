/// One way to spend a training budget, for the comparison of population-based training with plainer searches.
public struct ReportedStrategy: Sendable, Equatable {
  /// Its name: `random search`.
  public var name: String
  /// Environment steps that it took in all, over every member.
  public var steps: Int
  /// Fitness evaluations that it chose from; `nil` if nobody counted.
  public var trials: Int?
  /// The best fitness on the validation window, the one that was selected by.
  public var bestFitness: Double
  /// What the selected policy made of the final window, in the unit of the fitness; `nil` if it was not run.
  public var finalResult: Double?

  /// A strategy and what it reached.
  public init(name: String, steps: Int, trials: Int? = nil, bestFitness: Double, finalResult: Double? = nil) {
    self.name = name
    self.steps = steps
    self.trials = trials
    self.bestFitness = bestFitness
    self.finalResult = finalResult
  }
}
