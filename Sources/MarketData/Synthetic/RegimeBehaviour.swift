import Settings

/// How a symbol behaves in one regime.
public struct RegimeBehaviour: Configuration {
  /// Mean length of a stay, hours.
  public var meanHours: Double
  /// Mean of the hourly log-return, in units of the hour's volatility.
  public var drift: Double
  /// Factor on the symbol's volatility.
  public var volatility: Double
  /// Share of the distance to the price at the start of the stay that is undone each hour, 0...1.
  public var pull: Double
  /// Shift of the funding premium, decimal for 8 hours.
  public var sentiment: Double
  /// Relative chances of the next regime, in the order of ``MarketRegime``; the regime's own entry is not used.
  public var next: [Double]

  /// The behaviour of one regime; a quiet random walk by default.
  public init(
    meanHours: Double = 48, drift: Double = 0, volatility: Double = 1, pull: Double = 0, sentiment: Double = 0,
    next: [Double] = [1, 1, 1, 1, 1]
  ) {
    self.meanHours = meanHours
    self.drift = drift
    self.volatility = volatility
    self.pull = pull
    self.sentiment = sentiment
    self.next = next
  }

  /// Checks every parameter.
  public func validate() throws(ConfigurationError) {
    try require(meanHours >= 1, "meanHours", must: "be at least 1", found: meanHours)
    try require(volatility > 0, "volatility", must: "be positive", found: volatility)
    try require((0...1).contains(pull), "pull", must: "be in 0...1", found: pull)
    try require(
      next.count == MarketRegime.allCases.count && next.allSatisfy { $0 >= 0 } && next.count { $0 > 0 } >= 2, "next",
      must: "have \(MarketRegime.allCases.count) chances, none negative and two positive", found: next)
  }
}
