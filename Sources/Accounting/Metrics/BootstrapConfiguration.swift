import Settings

/// How confidence intervals of the Sharpe and Sortino ratios are drawn.
public struct BootstrapConfiguration: Configuration {
  /// Number of resampled return series.
  public var resamples = 1000
  /// Length of one block in returns (hours).
  ///
  /// Funding repeats over hours, so single hours must not be drawn apart.
  public var blockLength = 24
  /// Probability that the interval is meant to cover, in 0..<1.
  public var confidence = 0.95

  /// The default: 1000 resamples of 24-hour blocks, 95 % intervals.
  public init() {}

  /// Chooses every field.
  public init(resamples: Int, blockLength: Int, confidence: Double) {
    self.resamples = resamples
    self.blockLength = blockLength
    self.confidence = confidence
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(resamples >= 1, "resamples", must: "be at least 1", found: resamples)
    try require(blockLength >= 1, "blockLength", must: "be at least 1", found: blockLength)
    try require(confidence > 0 && confidence < 1, "confidence", must: "be between 0 and 1", found: confidence)
  }
}
