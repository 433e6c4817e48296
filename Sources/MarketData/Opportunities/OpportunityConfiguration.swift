import Settings

/// Which opportunities count and how they are ranked.
public struct OpportunityConfiguration: Configuration {
  /// Opportunities kept for each hour.
  public var slots: Int
  /// Hours of history that both legs must have before an opportunity counts.
  public var minimumHistoryHours: Int
  /// Least quote volume of the smaller leg over the last 24 closed hours, USD.
  public var minimumVolume24h: Double
  /// Quote volume above which an opportunity keeps its full score, USD.
  public var fullScoreVolume24h: Double
  /// Bid-ask spread below which an opportunity keeps its full score, percent.
  public var fullScoreSpread: Double
  /// Factor on the score for each of the two conditions that is not met.
  public var qualityPenalty: Double

  /// The plan's scoring with ten slots and three days of history.
  public init(
    slots: Int = 10, minimumHistoryHours: Int = 72, minimumVolume24h: Double = 0, fullScoreVolume24h: Double = 1e6,
    fullScoreSpread: Double = 0.1, qualityPenalty: Double = 0.5
  ) {
    self.slots = slots
    self.minimumHistoryHours = minimumHistoryHours
    self.minimumVolume24h = minimumVolume24h
    self.fullScoreVolume24h = fullScoreVolume24h
    self.fullScoreSpread = fullScoreSpread
    self.qualityPenalty = qualityPenalty
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((1...1000).contains(slots), "slots", must: "be in 1...1000", found: slots)
    try require(
      minimumHistoryHours >= 24, "minimumHistoryHours", must: "be at least 24", found: minimumHistoryHours)
    try require(minimumVolume24h >= 0, "minimumVolume24h", must: "not be negative", found: minimumVolume24h)
    try require(fullScoreVolume24h >= 0, "fullScoreVolume24h", must: "not be negative", found: fullScoreVolume24h)
    try require(fullScoreSpread >= 0, "fullScoreSpread", must: "not be negative", found: fullScoreSpread)
    try require((0...1).contains(qualityPenalty), "qualityPenalty", must: "be in 0...1", found: qualityPenalty)
  }
}
