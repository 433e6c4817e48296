import Settings

/// Shares of the hours for the train and validation windows; the final window takes the rest.
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

  public func validate() throws(ConfigurationError) {
    try require(train > 0 && train < 1, "fractions.train", must: "be between 0 and 1", found: train)
    try require(validation > 0 && validation < 1, "fractions.validation", must: "be between 0 and 1", found: validation)
    try require(
      train + validation < 1, "fractions.train + fractions.validation", must: "leave a share for the final window",
      found: train + validation)
  }
}

/// Where the windows of a ``TimeSplit`` begin and end, as dates in UTC (``UTCTimestamp`` lists the formats).
public struct TimeSplitDates: Sendable, Equatable, Codable {
  /// Begin of the train window; `nil` means the first hour of the data.
  public var trainFrom: String?
  /// Begin of the validation window and end of the train window.
  public var validationFrom: String
  /// Begin of the final window and end of the validation window.
  public var finalFrom: String
  /// End of the final window (exclusive); `nil` means the end of the data.
  public var finalTo: String?

  /// Dates of the four bounds.
  public init(trainFrom: String? = nil, validationFrom: String, finalFrom: String, finalTo: String? = nil) {
    self.trainFrom = trainFrom
    self.validationFrom = validationFrom
    self.finalFrom = finalFrom
    self.finalTo = finalTo
  }
}
