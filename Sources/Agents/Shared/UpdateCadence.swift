import Settings

/// When an agent that learns from a replay buffer takes gradient steps, counted in environment steps whatever the number
/// of environments.
public struct UpdateCadence: Configuration {
  /// Environment steps taken at random or by the untrained policy before the first update.
  public var learningStarts: Int
  /// Environment steps between two rounds of gradient steps.
  public var interval: Int
  /// Gradient steps of a round.
  public var gradientSteps: Int

  /// One gradient step for each environment step, after the first hundred.
  public init(learningStarts: Int = 100, interval: Int = 1, gradientSteps: Int = 1) {
    self.learningStarts = learningStarts
    self.interval = interval
    self.gradientSteps = gradientSteps
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(learningStarts >= 0, "cadence.learningStarts", must: "not be negative", found: learningStarts)
    try require(interval > 0, "cadence.interval", must: "be positive", found: interval)
    try require(
      (1...1_000_000).contains(gradientSteps), "cadence.gradientSteps", must: "be in 1...1000000", found: gradientSteps)
  }

  /// Gradient steps that fall due when `steps` environment steps were taken, `added` of them just now.
  func due(after steps: Int, added: Int) -> Int {
    guard steps > learningStarts else { return 0 }
    let before = max(steps - added, learningStarts)
    return (steps / interval - before / interval) * gradientSteps
  }
}
