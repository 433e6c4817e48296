/// What came of playing some episodes with the policy as it stood.
public struct Evaluation: Sendable, Equatable, Codable {
  /// Environment steps of training taken by then.
  public let steps: Int
  /// The episodes, in the order in which they ended.
  public let episodes: [EpisodeSummary]
  /// The verdict, the higher the better; `nil` if it is undefined, as the mean of nothing is.
  public let score: Double?

  /// An evaluation; a score that is not finite is undefined.
  public init(steps: Int, episodes: [EpisodeSummary], score: Double?) {
    self.steps = steps
    self.episodes = episodes
    self.score = score.flatMap { $0.isFinite ? $0 : nil }
  }
}
