/// Why an episode ended; `nil` if a value of this type is optional means that it continues.
///
/// There is deliberately no single `done`: after a termination there is no future to value, after a truncation
/// there is one, and the return must bootstrap from the final observation (Pardo et al., "Time Limits in
/// Reinforcement Learning", 2018).
public enum EpisodeEnd: UInt8, Sendable, Codable, Equatable {
  /// The task itself ended: success, failure, bankruptcy. The value of the final state is zero.
  case terminated
  /// Only our watching ended: a time limit, the end of the data. The final state still has a value.
  case truncated
}

/// What one step gives back.
public struct StepOutcome: Sendable, Equatable {
  /// The reward of this step.
  public var reward: Float
  /// Why the episode ended with this step, or `nil` if it continues.
  public var end: EpisodeEnd?

  /// Pairs a reward with the end of the episode.
  @inlinable
  public init(reward: Float, end: EpisodeEnd? = nil) {
    self.reward = reward
    self.end = end
  }
}
