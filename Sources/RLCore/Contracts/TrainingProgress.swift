/// How far a training run is.
public struct TrainingProgress: Sendable, Equatable, Codable {
  /// Environment steps taken, over all environments.
  public private(set) var steps: Int
  /// Environment steps that the run is to take.
  public let totalSteps: Int
  /// Updates made.
  public private(set) var updates: Int
  /// Episodes ended.
  public private(set) var episodes: Int

  /// The start of a run.
  public init(totalSteps: Int) {
    precondition(totalSteps > 0, "a run must have steps, was \(totalSteps)")
    steps = 0
    self.totalSteps = totalSteps
    updates = 0
    episodes = 0
  }

  /// As far as another run, with steps of its own to take.
  public init(continuing other: TrainingProgress, totalSteps: Int) {
    self.init(totalSteps: totalSteps)
    (steps, updates, episodes) = (other.steps, other.updates, other.episodes)
  }

  /// Whether the run has taken all of its steps.
  public var isComplete: Bool { steps >= totalSteps }

  /// Share of the steps taken, in 0...1.
  public var fraction: Double { min(1, Double(steps) / Double(totalSteps)) }

  /// Counts steps.
  public mutating func advance(by count: Int) { steps += count }

  /// Counts an update.
  public mutating func countUpdate() { updates += 1 }

  /// Counts an episode.
  public mutating func countEpisode() { episodes += 1 }
}
