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

  /// Throws unless the schedule is one of learning rates: in 0..<1 throughout.
  ///
  /// - Parameters:
  ///   - field: The field as the user wrote it.
  ///   - startsAboveZero: Whether it must start above 0 too, apart from a warm-up, which starts at 0 by its nature.
  /// - Throws: `ConfigurationError` for the first value that is not.
  public func requireLearningRate(
    _ field: String = "learningRate", startsAboveZero: Bool = true
  ) throws(ConfigurationError) {
    try require(field, must: "be in 0..<1") { (0..<1).contains($0) }
    var base = self
    while case .warmUp(_, let next) = base { base = next }
    if startsAboveZero { try Settings.require(base.start > 0, field, must: "start above 0", found: base.start) }
  }
}
