import RLCore
import Settings

/// Settings of prioritised replay: transitions are drawn in proportion to how wrong the agent was about them
/// (Schaul et al., "Prioritized Experience Replay", ICLR 2016).
public struct PrioritizedReplay: Configuration {
  /// α: how much priorities count, from 0, which draws uniformly, to 1.
  public var priorityExponent: Float
  /// β over the run: how much of the bias that this brings is taken back by weights in the loss, to 1 at the end.
  public var importanceExponent: Schedule
  /// Added to every error, so that no transition is lost for good.
  public var minimumError: Float

  /// The values of the paper.
  public init(
    priorityExponent: Float = 0.6, importanceExponent: Schedule = .linear(from: 0.4, to: 1),
    minimumError: Float = 1e-6
  ) {
    self.priorityExponent = priorityExponent
    self.importanceExponent = importanceExponent
    self.minimumError = minimumError
  }

  /// Reads an object in which fields that are not named have their defaults: `{}` switches prioritised replay on.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let defaults = PrioritizedReplay()
    self.init(
      priorityExponent: try fields.decodeIfPresent(Float.self, forKey: .priorityExponent) ?? defaults.priorityExponent,
      importanceExponent: try fields.decodeIfPresent(Schedule.self, forKey: .importanceExponent)
        ?? defaults.importanceExponent,
      minimumError: try fields.decodeIfPresent(Float.self, forKey: .minimumError) ?? defaults.minimumError)
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    let group = "replay.prioritized"
    try require(
      (0...1).contains(priorityExponent), "\(group).priorityExponent", must: "be in 0...1", found: priorityExponent)
    try importanceExponent.require("\(group).importanceExponent", must: "be in 0...1") { (0...1).contains($0) }
    try require(
      minimumError > 0 && minimumError.isFinite, "\(group).minimumError", must: "be positive", found: minimumError)
  }
}
