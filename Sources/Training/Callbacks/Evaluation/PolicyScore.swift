/// How good a policy was found to be.
public struct PolicyScore: Sendable, Equatable, Codable {
  /// Environment steps of training after which it was judged.
  public let steps: Int
  /// The verdict, the higher the better; finite.
  public let value: Double

  /// A score.
  public init(steps: Int, value: Double) {
    self.steps = steps
    self.value = value
  }
}

/// Something that judges the policy now and then.
public protocol ScoreSource: AnyObject {
  /// The latest score; `nil` if there is none yet.
  var latestScore: PolicyScore? { get }
}
