import Persistence
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
  /// Steps of all environments together, after the agent has learnt from them.
  public static let steps = TrainingEvents(rawValue: 4)
}

/// Whether training continues.
public enum Verdict: Sendable, Equatable {
  /// Go on.
  case proceed
  /// Stop after this step, for the reason given.
  case stop(reason: String)
}

/// An episode that has ended.
public struct EpisodeSummary: Sendable, Equatable, Codable {
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

/// A training run as its callbacks see it.
public protocol TrainingRun: AnyObject {
  /// How far it is.
  var progress: TrainingProgress { get }

  /// The policy by itself, or everything that the run needs to resume bit for bit.
  ///
  /// - Throws: `ArchiveError` if something cannot be archived, and for `training` in the middle of a step.
  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive

  /// What the environments normalise by now; `nil` if they do not.
  var normalization: NormalizationStatistics? { get }

  /// The objects that the environments of the run are made of, by which others are told from them.
  var environmentObjects: Set<ObjectIdentifier> { get }

  /// What ended the run with an error; `nil` before, and if it ended otherwise.
  var failure: (any Error)? { get }
}

extension TrainingRun {
  /// Nothing is normalised, unless a run says otherwise.
  public var normalization: NormalizationStatistics? { nil }
  /// Unknown, unless a run says otherwise.
  public var environmentObjects: Set<ObjectIdentifier> { [] }
  /// Nothing, unless a run says otherwise.
  public var failure: (any Error)? { nil }
}

/// A training that can be begun, stopped, archived and resumed: a ``Trainer``, a ``Curriculum``.
public protocol ResumableTraining: TrainingRun, Checkpointable {
  /// Trains until the budget is used or a callback stops it.
  ///
  /// - Returns: Why training ended.
  /// - Throws: What agents, environments and callbacks throw.
  @discardableResult
  func run() throws -> String
}

/// Watches a training run and may end it.
///
/// Every hook has a default that does nothing. Hooks run on the thread that trains, between steps; a hook that throws
/// ends the run with its error. Whatever ends a run, every callback is told by ``trainingDidEnd(_:in:)``. What a hook is given is valid for the call only. A run can be archived in
/// ``stepDidEnd(in:)`` and ``trainingDidEnd(_:in:)``, where a step is complete; put the callback that does so last.
public protocol Callback: AnyObject {
  /// What to be told of.
  var events: TrainingEvents { get }

  /// Training begins or resumes.
  func trainingDidStart(_ run: any TrainingRun) throws

  /// An episode ended.
  func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) throws -> Verdict

  /// The agent was updated.
  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict

  /// Every environment took a step, and the agent learnt if it was time: the moment for checkpoints and evaluations.
  func stepDidEnd(in run: any TrainingRun) throws -> Verdict

  /// Training ended, for the reason given; if an error ended it, ``TrainingRun/failure`` has the error, and the state of
  /// the run may be one that cannot be resumed exactly.
  func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws
}

extension Callback {
  /// Does nothing.
  public func trainingDidStart(_ run: any TrainingRun) throws {}
  /// Lets training continue.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) throws -> Verdict { .proceed }
  /// Lets training continue.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict { .proceed }
  /// Lets training continue.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict { .proceed }
  /// Does nothing.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws {}
}

/// A callback whose memory belongs to the run: a run that resumes from a checkpoint gives it back.
public protocol ResumableCallback: Callback {
  /// What it remembers.
  associatedtype Memory: Codable

  /// Tells it from the other callbacks of a run.
  var name: String { get }

  /// What it remembers now; set before the run goes on, that is before ``Callback/trainingDidStart(_:)``.
  var memory: Memory { get set }
}
