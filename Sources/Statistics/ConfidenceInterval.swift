/// The range in which a statistic lies with a stated confidence.
public struct ConfidenceInterval: Sendable, Equatable, Codable {
  /// Lower bound.
  public var lower: Double
  /// Upper bound, at least ``lower``.
  public var upper: Double
  /// The probability that the interval is meant to cover, in 0…1.
  public var confidence: Double

  /// An interval from its bounds.
  public init(lower: Double, upper: Double, confidence: Double) {
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// Whether a value lies within the bounds.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
