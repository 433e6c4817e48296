/// What ``checkAgent(_:settings:environments:seed:steps:draws:learns:in:)`` found.
public struct AgentReport: Sendable, CustomStringConvertible {
  /// What an agent has to keep.
  public enum Rule: String, Sendable, CaseIterable {
    /// The recipe's settings are valid and an agent can be made with them.
    case settings
    /// Settings come back from JSON as they were, and a misspelt field is refused.
    case jsonSettings
    /// There is one action for every observation, within the action space and the mask.
    case validAction
    /// Exploiting is repeatable: equal observations and equal draws bring equal actions.
    case repeatableExploit
    /// Exploiting and sampling between two steps of training changes nothing that is learnt.
    case undisturbedTraining
    /// Sampling draws from the policy, or takes what the policy holds best if it is deterministic by nature; it notes and
    /// changes nothing.
    case sampling
    /// There is an update within the steps given, and it changes the policy.
    case update
    /// The same seed brings the same bits.
    case reproducibility
    /// Another seed brings another policy.
    case seeds
    /// A snapshot acts as its agent does, and its archive is that of the agent's policy; agents that give none pass.
    case snapshot
    /// A policy checkpoint acts as the agent did that wrote it.
    case policyCheckpoint
    /// Training that resumes from a training checkpoint in a new agent ends with the bits of uninterrupted training,
    /// wherever it was stopped: right after an update, before the first one, or between two.
    case trainingCheckpoint
    /// A checkpoint that does not fit is refused and changes nothing.
    case foreignCheckpoint
    /// An observation that is not finite stops training with an error, and the policy stays as it was.
    case badObservation
    /// A reward that is not finite stops training with an error, and the policy stays as it was.
    case badReward
    /// After `learn` has thrown, everything that is learnt is as before the call, the agent acts, and training resumes with
    /// good numbers.
    case recovery
    /// What is learnt earns more than the fresh policy.
    case learning
  }

  /// A rule that was broken.
  public struct Violation: Sendable, CustomStringConvertible {
    /// The rule.
    public let rule: Rule
    /// How it was first broken, as one sentence.
    public let description: String
  }

  /// The first violation of each rule that was broken, in the order in which they were found.
  public private(set) var violations: [Violation] = []
  /// Environment steps of all runs.
  public internal(set) var stepCount = 0
  /// Updates of all runs.
  public internal(set) var updateCount = 0

  /// Whether no rule was broken.
  public var isPassed: Bool { violations.isEmpty }

  /// The finding as text: one line for each violation.
  public var description: String {
    let summary = "\(violations.count) rules are broken in \(stepCount) steps with \(updateCount) updates"
    return ([summary] + violations.map { "\($0.rule.rawValue): \($0.description)" }).joined(separator: "\n")
  }

  /// Keeps the first violation of each rule.
  mutating func add(_ rule: Rule, _ sentence: String) {
    guard !violations.contains(where: { $0.rule == rule }) else { return }
    violations.append(Violation(rule: rule, description: sentence))
  }
}
