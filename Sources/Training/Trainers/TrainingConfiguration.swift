import Settings

/// Settings of ``trainAgent(_:in:_:callbacks:from:)``.
public struct TrainingConfiguration: Configuration {
  /// Environment steps to take, over all environments; `nil` where episodes alone count.
  public var totalSteps: Int?
  /// Episodes after which training is complete; `nil` where steps alone count.
  public var totalEpisodes: Int?
  /// Environments stepped together; as many as the agent was made for.
  public var environments: Int
  /// Whether observations are brought to mean 0 and variance 1 by running statistics.
  ///
  /// Leave it to the agent where that does it itself.
  public var normalizesObservations: Bool
  /// Whether rewards are divided by the deviation of the discounted return.
  public var normalizesRewards: Bool
  /// γ of that return.
  public var discount: Float
  /// Names the run: equal seeds give equal runs.
  public var seed: UInt64

  /// A run of 100 000 steps in one environment, without normalisation.
  public init(
    totalSteps: Int? = 100_000, totalEpisodes: Int? = nil, environments: Int = 1, normalizesObservations: Bool = false,
    normalizesRewards: Bool = false, discount: Float = 0.99, seed: UInt64 = 1
  ) {
    self.totalSteps = totalSteps
    self.totalEpisodes = totalEpisodes
    self.environments = environments
    self.normalizesObservations = normalizesObservations
    self.normalizesRewards = normalizesRewards
    self.discount = discount
    self.seed = seed
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(
      totalSteps != nil || totalEpisodes != nil, "totalSteps", must: "be given where totalEpisodes is not",
      found: "neither")
    if let totalSteps { try require(totalSteps > 0, "totalSteps", must: "be positive", found: totalSteps) }
    if let totalEpisodes {
      try require(totalEpisodes > 0, "totalEpisodes", must: "be positive", found: totalEpisodes)
    }
    try require(environments > 0, "environments", must: "be positive", found: environments)
    try require((0...1).contains(discount), "discount", must: "be in 0...1", found: discount)
  }
}
