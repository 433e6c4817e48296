import Randomness
import Settings

/// The hyper-parameters of a population, each with its domain.
///
/// As JSON it is a list: `[{"path": "learningRate", "distribution": "logUniform", "lower": 1e-5, "upper": 1e-3}, …]`.
public struct HyperparameterSpace: Configuration {
  /// In the order in which they are drawn and shown.
  public var hyperparameters: [Hyperparameter]

  /// A space from its hyper-parameters.
  public init(_ hyperparameters: [Hyperparameter]) { self.hyperparameters = hyperparameters }

  /// Reads a document.
  ///
  /// - Throws: `ConfigurationError` that names the field.
  public init(json text: String) throws(ConfigurationError) { try self.init(JSONValue(parsing: text)) }

  /// Reads a list of hyper-parameters.
  ///
  /// - Throws: `ConfigurationError` that names the field.
  public init(_ json: JSONValue) throws(ConfigurationError) {
    guard case .list(let items) = json else {
      throw ConfigurationError(field: "hyperparameters", must: "be a list", found: "\(json)")
    }
    var hyperparameters: [Hyperparameter] = []
    for (index, item) in items.enumerated() { hyperparameters.append(try Hyperparameter(item, at: index)) }
    self.init(hyperparameters)
    try validate()
  }

  /// Reads the list.
  public init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }

  /// Writes the list.
  public func encode(to encoder: any Encoder) throws {
    try encoded.encode(to: encoder)
  }

  /// The settings, in order.
  public var paths: [String] { hyperparameters.map(\.path) }

  /// Requires every domain to make sense and no setting to be named twice.
  public func validate() throws(ConfigurationError) {
    for hyperparameter in hyperparameters { try hyperparameter.validate() }
    for (index, path) in paths.enumerated() {
      for other in paths[..<index] {
        try require(
          path != other && !path.hasPrefix("\(other).") && !other.hasPrefix("\(path)."), path,
          must: "be named once", found: "\(other) and \(path)")
      }
    }
  }

  /// Requires an agent to have every setting and to accept the bounds of its domain, or each choice.
  ///
  /// - Parameter settings: The settings of the task's agent.
  /// - Throws: `ConfigurationError` that names the setting.
  public func validate(against settings: some Configuration) throws(ConfigurationError) {
    try validate()
    for hyperparameter in hyperparameters {
      for value in hyperparameter.domain.extremes {
        _ = try settings.applying(HyperparameterValues([hyperparameter.path: value]).settings)
      }
    }
  }

  /// Values from anywhere in the space.
  public func sample(using random: inout RandomStream) -> HyperparameterValues {
    var values = HyperparameterValues()
    for hyperparameter in hyperparameters {
      values[hyperparameter.path] = hyperparameter.domain.sample(using: &random)
    }
    return values
  }

  /// Values near others.
  ///
  /// Each value is scaled by 0.8 or 1.2 and clamped to its range, a choice moves to a neighbour.
  ///
  /// - Parameters:
  ///   - values: What is perturbed.
  ///   - resampleProbability: How likely a value is drawn anew instead, in 0...1.
  ///   - random: The source of the draws; those for one value do not depend on what came of another.
  /// - Returns: A value for every hyper-parameter.
  public func perturb(
    _ values: HyperparameterValues, resampleProbability: Double, using random: inout RandomStream
  ) -> HyperparameterValues {
    var result = HyperparameterValues()
    for hyperparameter in hyperparameters {
      var draws = RandomStream(seed: random.next())
      let isResampled = draws.uniformDouble() < resampleProbability
      if !isResampled, let old = values[hyperparameter.path] {
        result[hyperparameter.path] = hyperparameter.domain.perturb(old, using: &draws)
      } else {
        result[hyperparameter.path] = hyperparameter.domain.sample(using: &draws)
      }
    }
    return result
  }
}
