import RLCore
import Settings

/// Keeps the latest episodes that ended.
///
/// What is kept is in every checkpoint, about 100 bytes an episode; a run of a million short episodes must not end in one
/// that cannot be written. How many ended in all is in the run's progress.
public final class EpisodeLog: ResumableCallback {
  /// Episodes alone.
  public let events: TrainingEvents = .episodes
  /// Tells it from other callbacks.
  public let name = "episodes"
  /// As many episodes as are kept.
  public let limit: Int
  private var episodes: [EpisodeSummary] = []

  /// The latest episodes, in the order in which they ended.
  public var memory: [EpisodeSummary] {
    get { episodes.suffix(limit) }
    set { episodes = newValue }
  }

  /// A log of nothing.
  ///
  /// - Parameter limit: As many episodes as are kept, at least one.
  public init(limit: Int = 10_000) {
    enforce(limit > 0, "limit must be positive, was \(limit)")
    self.limit = limit
  }

  /// Keeps the episode.
  ///
  /// - Complexity: O(1) on average.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    if episodes.count >= 2 * limit { episodes.removeFirst(episodes.count - limit) }
    episodes.append(episode)
    return .proceed
  }
}
