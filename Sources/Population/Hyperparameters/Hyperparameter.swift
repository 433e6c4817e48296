import Settings

/// A setting of the agents that differs between the members of a population.
public struct Hyperparameter: Sendable, Equatable {
  /// The setting, with its groups: `learningRate`, `replay.capacity`.
  public var path: String
  /// The values it may take.
  public var domain: HyperparameterDomain

  /// A hyper-parameter from its parts.
  public init(_ path: String, _ domain: HyperparameterDomain) {
    self.path = path
    self.domain = domain
  }

  /// Checks path and domain.
  ///
  /// - Throws: `ConfigurationError` that names the path.
  public func validate() throws(ConfigurationError) {
    try require(
      !path.isEmpty && path.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty },
      "path", must: "name a setting, with its groups in front and dots between", found: "\"\(path)\"")
    // Paths are the headings of the run's tables.
    try require(
      !path.contains { ",\"\n\r".contains($0) }, "path", must: "be free of commas, quotes and line breaks",
      found: "\"\(path)\"")
    switch domain {
    case .uniform(let lower, let upper): try requireRange(lower, upper)
    case .logUniform(let lower, let upper):
      try requireRange(lower, upper)
      try require(lower > 0, "\(path).lower", must: "be positive where the distribution is logarithmic", found: lower)
    case .belowOne(let lower, let upper):
      try requireRange(lower, upper)
      try require(upper <= 1, "\(path).upper", must: "be at most 1", found: upper)
    case .integer(let lower, let upper):
      try require(lower <= upper, "\(path).lower", must: "be at most upper (\(upper))", found: lower)
      // What a perturbation computes must stay exact.
      try require(
        abs(lower) < 1 << 50 && abs(upper) < 1 << 50, path, must: "have bounds below 2^50", found: "\(lower)...\(upper)"
      )
    case .choices(let values):
      try require(!values.isEmpty, "\(path).choices", must: "hold a value", found: "none")
      for (index, value) in values.enumerated() {
        if case .object = value {
          throw ConfigurationError(
            field: "\(path).choices", must: "be numbers, texts, true or false, or lists", found: "\(value)")
        }
        try require(
          !values[..<index].contains(value), "\(path).choices", must: "differ from each other", found: "\(value) twice")
      }
    }
  }

  private func requireRange(_ lower: Double, _ upper: Double) throws(ConfigurationError) {
    try require(lower.isFinite && upper.isFinite, path, must: "have finite bounds", found: "\(lower)...\(upper)")
    try require(lower <= upper, "\(path).lower", must: "be at most upper (\(upper))", found: lower)
  }
}

extension Hyperparameter {
  /// Reads `{"path": "learningRate", "distribution": "logUniform", "lower": 1e-5, "upper": 1e-3}`.
  init(_ json: JSONValue, at index: Int) throws(ConfigurationError) {
    guard case .object(let fields) = json else {
      throw ConfigurationError(field: "hyperparameters[\(index)]", must: "be an object", found: "\(json)")
    }
    guard case .text(let path)? = fields["path"] else {
      throw ConfigurationError(
        field: "hyperparameters[\(index)].path", must: "be text", found: fields["path"].map { "\($0)" } ?? "nothing")
    }
    let known = ["path"] + HyperparameterDomain.fields
    if let unknown = fields.keys.filter({ !known.contains($0) }).min() {
      throw ConfigurationError(
        field: "\(path).\(unknown)", must: "be one of \(known.joined(separator: ", "))", found: "unknown")
    }
    self.init(path, try HyperparameterDomain(fields, of: path))
  }

  /// What ``init(_:at:)`` reads.
  var json: JSONValue { .object(domain.json.merging(["path": .text(path)]) { _, path in path }) }
}
