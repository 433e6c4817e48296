import Settings

/// How far a training run is, and how far it is to go.
public struct TrainingProgress: Sendable, Equatable, Codable {
  /// Environment steps taken, over all environments.
  public private(set) var steps: Int
  /// Environment steps that the run is to take.
  public let totalSteps: Int
  /// Episodes after which the run is complete, whatever its steps; `nil` where steps alone count.
  public let totalEpisodes: Int?
  /// Updates made.
  public private(set) var updates: Int
  /// Episodes ended.
  public private(set) var episodes: Int

  /// The start of a run of so many environment steps.
  public init(totalSteps: Int) { self.init(totalSteps: totalSteps, totalEpisodes: nil) }

  /// The start of a run of so many episodes.
  ///
  /// - Parameters:
  ///   - totalEpisodes: Episodes, over all environments.
  ///   - limit: Environment steps after which it is complete all the same.
  public init(totalEpisodes: Int, atMost limit: Int = 1 << 60) {
    enforce(totalEpisodes > 0, "a run must have episodes, was \(totalEpisodes)")
    self.init(totalSteps: limit, totalEpisodes: totalEpisodes)
  }

  private init(totalSteps: Int, totalEpisodes: Int?) {
    enforce(totalSteps > 0, "a run must have steps, was \(totalSteps)")
    steps = 0
    self.totalSteps = totalSteps
    self.totalEpisodes = totalEpisodes
    updates = 0
    episodes = 0
  }

  /// As far as another run, with the budget of this one.
  public func continuing(_ other: TrainingProgress) -> TrainingProgress {
    var progress = self
    (progress.steps, progress.updates, progress.episodes) = (other.steps, other.updates, other.episodes)
    return progress
  }

  /// Whether the run has taken all of its steps, or seen all of its episodes.
  public var isComplete: Bool { steps >= totalSteps || totalEpisodes.map { episodes >= $0 } ?? false }

  /// Share of the budget that is used, in 0...1.
  public var fraction: Double {
    let episodeShare = totalEpisodes.map { Double(episodes) / Double($0) } ?? 0
    return min(1, max(Double(steps) / Double(totalSteps), episodeShare))
  }

  /// Counts steps.
  public mutating func advance(by count: Int) { steps += count }

  /// Counts an update.
  public mutating func countUpdate() { updates += 1 }

  /// Counts an episode.
  public mutating func countEpisode() { episodes += 1 }
}
