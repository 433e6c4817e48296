import Settings

/// A domain as the fields of its hyper-parameter: `"distribution": "logUniform", "lower": 1e-5, "upper": 1e-3`, or
/// `"choices": [0.95, 0.99]`.
extension HyperparameterDomain {
  private static var distributions: [String] { ["uniform", "logUniform", "belowOne", "integer"] }

  /// Names of all fields.
  static var fields: [String] { ["distribution", "lower", "upper", "choices"] }

  /// The fields that describe it.
  var json: [String: JSONValue] {
    switch self {
    case .uniform(let lower, let upper): Self.range("uniform", .number(lower), .number(upper))
    case .logUniform(let lower, let upper): Self.range("logUniform", .number(lower), .number(upper))
    case .belowOne(let lower, let upper): Self.range("belowOne", .number(lower), .number(upper))
    case .integer(let lower, let upper): Self.range("integer", .integer(lower), .integer(upper))
    case .choices(let values): ["choices": .list(values)]
    }
  }

  private static func range(_ name: String, _ lower: JSONValue, _ upper: JSONValue) -> [String: JSONValue] {
    ["distribution": .text(name), "lower": lower, "upper": upper]
  }

  /// Reads the fields; `path` names the hyper-parameter in errors.
  init(_ fields: [String: JSONValue], of path: String) throws(ConfigurationError) {
    if let choices = fields["choices"] {
      guard case .list(let values) = choices, fields["distribution"] == nil else {
        throw ConfigurationError(
          field: "\(path).choices", must: "be a list, without a distribution beside it", found: "\(choices)")
      }
      self = .choices(values)
      return
    }
    guard case .text(let name)? = fields["distribution"], Self.distributions.contains(name) else {
      throw ConfigurationError(
        field: "\(path).distribution",
        must: "be one of \(Self.distributions.joined(separator: ", ")), or there must be choices",
        found: fields["distribution"].map { "\($0)" } ?? "nothing")
    }
    if name == "integer" {
      self = .integer(lower: try Self.whole("lower", fields, path), upper: try Self.whole("upper", fields, path))
      return
    }
    let (lower, upper) = (try Self.number("lower", fields, path), try Self.number("upper", fields, path))
    self =
      switch name {
      case "uniform": .uniform(lower: lower, upper: upper)
      case "logUniform": .logUniform(lower: lower, upper: upper)
      default: .belowOne(lower: lower, upper: upper)
      }
  }

  private static func number(
    _ name: String, _ fields: [String: JSONValue], _ path: String
  ) throws(ConfigurationError) -> Double {
    guard let value = fields[name]?.double else {
      throw ConfigurationError(
        field: "\(path).\(name)", must: "be a number", found: fields[name].map { "\($0)" } ?? "nothing")
    }
    return value
  }

  private static func whole(
    _ name: String, _ fields: [String: JSONValue], _ path: String
  ) throws(ConfigurationError) -> Int {
    guard case .integer(let value)? = fields[name] else {
      throw ConfigurationError(
        field: "\(path).\(name)", must: "be a whole number", found: fields[name].map { "\($0)" } ?? "nothing")
    }
    return value
  }
}
