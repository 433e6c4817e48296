import Settings

/// Shares of the bars for the train and validation windows; the final window takes the rest.
public struct TimeSplitFractions: Configuration {
  /// Share of the train window, in 0..<1.
  public var train: Double
  /// Share of the validation window, in 0..<1.
  public var validation: Double

  /// 60 % to train, 20 % to select, 20 % at the end by default.
  public init(train: Double = 0.6, validation: Double = 0.2) {
    self.train = train
    self.validation = validation
  }

  /// Checks that every window gets a share.
  public func validate() throws(ConfigurationError) {
    try require(train > 0 && train < 1, "fractions.train", must: "be between 0 and 1", found: train)
    try require(validation > 0 && validation < 1, "fractions.validation", must: "be between 0 and 1", found: validation)
    try require(
      train + validation < 1, "fractions.train + fractions.validation", must: "leave a share for the final window",
      found: train + validation)
  }
}
