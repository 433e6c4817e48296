import RLCore

/// What a callback wants to hear of.
///
/// Training spends nothing on events that nobody watches.
public struct TrainingEvents: OptionSet, Sendable {
  /// One bit for each event.
  public let rawValue: UInt8

  /// A set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Episodes that end.
  public static let episodes = TrainingEvents(rawValue: 1)
  /// Updates of the agent.
  public static let updates = TrainingEvents(rawValue: 2)
}

/// Whether training goes on.
public enum Verdict: Sendable, Equatable {
  /// Go on.
  case proceed
  /// Stop after this step, for the reason given.
  case stop(reason: String)
}

/// An episode that has ended.
public struct EpisodeSummary: Sendable, Equatable {
  /// Sum of its rewards, not discounted.
  public let totalReward: Double
  /// Its steps.
  public let length: Int
  /// How it ended.
  public let end: EpisodeEnd
  /// The environment it ran in.
  public let environment: Int

  /// An episode that has ended.
  public init(totalReward: Double, length: Int, end: EpisodeEnd, environment: Int) {
    self.totalReward = totalReward
    self.length = length
    self.end = end
    self.environment = environment
  }
}

/// Watches a training run and may end it.
///
/// Every hook has a default that does nothing. Hooks run on the thread that trains, between steps; a hook that throws
/// ends the run with its error. What a hook is given is valid for the call only.
public protocol Callback: AnyObject {
  /// What to be told of.
  var events: TrainingEvents { get }

  /// Training begins or goes on.
  func trainingDidStart(progress: TrainingProgress) throws

  /// An episode ended.
  func episodeDidEnd(_ episode: EpisodeSummary, progress: TrainingProgress) throws -> Verdict

  /// The agent was updated. The moment for checkpoints and evaluations.
  func trainingDidUpdate(_ report: UpdateReport, progress: TrainingProgress) throws -> Verdict

  /// Training ended, for the reason given.
  func trainingDidEnd(reason: String, progress: TrainingProgress) throws
}

extension Callback {
  /// Does nothing.
  public func trainingDidStart(progress: TrainingProgress) throws {}
  /// Lets training go on.
  public func episodeDidEnd(_ episode: EpisodeSummary, progress: TrainingProgress) throws -> Verdict { .proceed }
  /// Lets training go on.
  public func trainingDidUpdate(_ report: UpdateReport, progress: TrainingProgress) throws -> Verdict { .proceed }
  /// Does nothing.
  public func trainingDidEnd(reason: String, progress: TrainingProgress) throws {}
}
