/// A group of settings with a default for every field.
///
/// Nothing that can be derived is stored in a configuration. ``validate()`` is called where a configuration enters
/// the library; it names the field, what it must be and what was found.
public protocol Configuration: Codable, Sendable, Equatable {
  /// Checks every field.
  ///
  /// - Throws: A ``ConfigurationError`` for the first field that is out of range.
  func validate() throws(ConfigurationError)
}

/// A setting that cannot be used: "clipRange must be in 0..<1, was 1.3".
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The field as the user wrote it, with its group: `optimizer.learningRate`.
  public let field: String
  /// What would have been accepted.
  public let must: String
  /// What was found instead.
  public let found: String

  /// Names a field, its rule and the offending value.
  public init(field: String, must: String, found: String) {
    self.field = field
    self.must = must
    self.found = found
  }

  /// The error as a sentence: "clipRange must be in 0..<1, was 1.3".
  public var description: String { "\(field) must \(must), was \(found)" }
}

/// Throws unless `condition` holds; the message reads "`field` must `rule`, was `value`".
@inlinable
public func require(
  _ condition: Bool, _ field: String, must rule: String, found value: any Sendable
) throws(ConfigurationError) {
  guard condition else {
    throw ConfigurationError(field: field, must: rule, found: "\(value)")
  }
}
