/// What ``checkEnvironment(_:episodes:seed:maximumSteps:isDeterministic:sample:)`` found.
public struct EnvironmentReport: Sendable, CustomStringConvertible {
  /// What an environment has to keep.
  public enum Rule: String, Sendable, CaseIterable {
    /// The observation and action spaces never change, and an observation has at least one value.
    case constantSpaces
    /// Every value of the row is written, whatever was in it before.
    case writtenObservation
    /// No observed value is infinite or not a number.
    case finiteObservation
    /// No reward is infinite or not a number.
    case finiteReward
    /// Every choice keeps at least one valid option.
    case validChoice
    /// An environment that says that it masks nothing masks nothing, and one that says so has choices to mask.
    case declaredMask
    /// What draws actions is there, and draws from the action space.
    case sampledAction
    /// A stored action reads back the same.
    case storedAction
    /// The same seed and the same actions bring the same bits, in every process and at every hour.
    case reproducibility
    /// An episode depends on nothing that an episode before it left, whether that ended or was abandoned.
    case freshReset
    /// What one environment does changes no other.
    case separateState
    /// Different seeds bring different episodes, unless the environment is declared deterministic.
    case seeds
    /// Episodes drawn one after the other from one stream differ, unless the environment is declared deterministic.
    case successiveEpisodes
    /// An episode ends within the step limit.
    case episodeEnd
  }

  /// A rule that was broken.
  public struct Violation: Sendable, CustomStringConvertible {
    /// The rule.
    public let rule: Rule
    /// Where and how it was first broken, as one sentence.
    public let description: String
  }

  /// The first violation of each rule that was broken, in the order in which they were found.
  public private(set) var violations: [Violation] = []
  /// Episodes that were played to find out, besides those that were played again.
  public internal(set) var episodeCount = 0
  /// How many of them ended within the step limit.
  public internal(set) var endedEpisodeCount = 0
  /// Steps of all these episodes.
  public internal(set) var stepCount = 0

  /// Whether no rule was broken.
  public var isPassed: Bool { violations.isEmpty }

  /// The finding as text: one line for each violation.
  public var description: String {
    let summary =
      "\(violations.count) rules are broken in \(episodeCount) episodes of \(stepCount) steps, "
      + "\(endedEpisodeCount) of which ended"
    return ([summary] + violations.map { "\($0.rule.rawValue): \($0.description)" }).joined(separator: "\n")
  }

  /// Keeps the first violation of each rule.
  mutating func add(_ rule: Rule, _ sentence: String) {
    guard !violations.contains(where: { $0.rule == rule }) else { return }
    violations.append(Violation(rule: rule, description: sentence))
  }

  func hasBroken(_ rule: Rule) -> Bool { violations.contains { $0.rule == rule } }
}
