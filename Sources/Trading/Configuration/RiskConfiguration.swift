import Settings

/// Limits of the whole account.
public struct RiskConfiguration: Configuration {
  /// Margin use after an entry stays below this share of equity.
  public var maximumMarginUse: Double = 0.95
  /// Loss since the start of the UTC day, as a share, that forbids entries for 24 hours; `nil` for no such halt.
  public var dailyLossHalt: Double?
  /// Fall from the peak of equity, as a share, that ends the account's episode; `nil` for none.
  public var terminatingDrawdown: Double?

  /// Hours without entries after a daily loss.
  public static let haltHours = 24

  /// No halt, no termination but bankruptcy.
  public init() {}

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(
      maximumMarginUse > 0 && maximumMarginUse <= 1, "maximumMarginUse", must: "be in 0...1", found: maximumMarginUse)
    if let dailyLossHalt {
      try require((0..<1).contains(dailyLossHalt), "dailyLossHalt", must: "be in 0..<1", found: dailyLossHalt)
    }
    if let terminatingDrawdown {
      try require(
        terminatingDrawdown > 0 && terminatingDrawdown < 1, "terminatingDrawdown", must: "be in 0..<1",
        found: terminatingDrawdown)
    }
  }
}
