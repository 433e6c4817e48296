import Settings

extension Schedule {
  /// Throws unless the schedule is well formed and every value keeps a rule.
  ///
  /// - Parameters:
  ///   - field: The field as the user wrote it.
  ///   - rule: The rule in words, to read on from "must".
  ///   - isValid: Whether a value keeps it.
  /// - Throws: `ConfigurationError` for the first value that does not.
  public func require(
    _ field: String, must rule: String, _ isValid: (Float) -> Bool
  ) throws(ConfigurationError) {
    if let defect { throw ConfigurationError(field: field, must: defect, found: "\(self)") }
    for value in extremes { try Settings.require(isValid(value), field, must: rule, found: value) }
  }
}
