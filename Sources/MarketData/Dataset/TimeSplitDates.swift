import TextFormats

/// Where the windows of a ``TimeSplit`` begin and end, as dates in UTC (`UTCTimestamp` lists the formats).
public struct TimeSplitDates: Sendable, Equatable, Codable {
  /// Begin of the train window; `nil` means the first bar of the data.
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
