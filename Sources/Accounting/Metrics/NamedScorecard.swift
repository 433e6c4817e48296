/// A scorecard with the policy it belongs to.
public struct NamedScorecard: Codable, Sendable, Equatable {
  /// What a policy is compared as.
  public enum Role: String, Codable, Sendable, CaseIterable {
    /// The trained policy.
    case agent
    /// A policy that could have been run instead.
    case baseline
    /// A bound that knows the future, and that nobody can reach.
    case ceiling
  }

  /// Name of the policy: `threshold rule`.
  public var name: String
  /// What the policy is compared as.
  public var role: Role
  /// The results.
  public var scorecard: Scorecard

  /// A policy and its results.
  public init(name: String, role: Role, scorecard: Scorecard) {
    self.name = name
    self.role = role
    self.scorecard = scorecard
  }
}
