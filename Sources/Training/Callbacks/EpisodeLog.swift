import RLCore

/// Keeps every episode that ends.
public final class EpisodeLog: ResumableCallback {
  /// Episodes alone.
  public let events: TrainingEvents = .episodes
  /// Tells it from other callbacks.
  public let name = "episodes"
  /// The episodes in the order in which they ended.
  public var memory: [EpisodeSummary] = []

  /// A log of nothing.
  public init() {}

  /// Keeps the episode.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    memory.append(episode)
    return .proceed
  }
}
