import RLCore

/// One closure that is told of one thing, for callbacks of a line.
///
/// ```swift
/// let callbacks: [any Callback] = [
///   .onUpdate { report, run in print(run.progress.steps, report["valueLoss"] ?? 0) },
///   .every(steps: 10_000) { run in try run.archive(.policy).write(to: policy) },
///   .stopOnUpdate { report, _ in report["divergence"] ?? 0 > 1 ? "the policy moved too far" : nil },
/// ]
/// ```
///
/// A closure that has to remember something over a resumed run belongs in a ``ResumableCallback``.
public final class ClosureCallback: Callback {
  /// What the closure is told of.
  enum Hook {
    case start((any TrainingRun) throws -> Void)
    case episode((EpisodeSummary, any TrainingRun) throws -> Verdict)
    case update((UpdateReport, any TrainingRun) throws -> Verdict)
    case step((any TrainingRun) throws -> Verdict)
    case end((String, any TrainingRun) throws -> Void)
  }

  /// The one event that the closure is told of.
  public let events: TrainingEvents
  private let hook: Hook
  private var interval: StepInterval

  init(_ hook: Hook, every interval: StepInterval = StepInterval(1)) {
    self.hook = hook
    self.interval = interval
    events =
      switch hook {
      case .episode: .episodes
      case .update: .updates
      case .step: .steps
      case .start, .end: []
      }
  }

  /// Calls a closure for starts.
  public func trainingDidStart(_ run: any TrainingRun) throws {
    interval.begin(at: run.progress.steps)
    if case .start(let body) = hook { try body(run) }
  }

  /// Calls a closure for episodes.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) throws -> Verdict {
    if case .episode(let body) = hook { try body(episode, run) } else { .proceed }
  }

  /// Calls a closure for updates.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
    if case .update(let body) = hook { try body(report, run) } else { .proceed }
  }

  /// Calls a closure for steps, where it is time.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    guard case .step(let body) = hook, interval.isDue(at: run.progress.steps) else { return .proceed }
    return try body(run)
  }

  /// Calls a closure for ends.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws {
    if case .end(let body) = hook { try body(reason, run) }
  }
}

extension Callback where Self == ClosureCallback {
  /// Calls a closure when training begins or resumes.
  public static func onStart(_ body: @escaping (any TrainingRun) throws -> Void) -> ClosureCallback {
    ClosureCallback(.start(body))
  }

  /// Calls a closure after every episode.
  public static func onEpisode(
    _ body: @escaping (EpisodeSummary, any TrainingRun) throws -> Void
  ) -> ClosureCallback {
    ClosureCallback(.episode { episode, run in proceed(after: try body(episode, run)) })
  }

  /// Calls a closure after every update.
  public static func onUpdate(_ body: @escaping (UpdateReport, any TrainingRun) throws -> Void) -> ClosureCallback {
    ClosureCallback(.update { report, run in proceed(after: try body(report, run)) })
  }

  /// Calls a closure after every step of all environments, when the agent has learnt.
  public static func onStep(_ body: @escaping (any TrainingRun) throws -> Void) -> ClosureCallback {
    every(steps: 1, body)
  }

  /// Calls a closure once the steps of all environments together reach or pass each multiple of some number.
  public static func every(
    steps: Int, _ body: @escaping (any TrainingRun) throws -> Void
  ) -> ClosureCallback {
    ClosureCallback(.step { run in proceed(after: try body(run)) }, every: StepInterval(steps))
  }

  /// Calls a closure when training ends, with the reason.
  public static func onEnd(_ body: @escaping (String, any TrainingRun) throws -> Void) -> ClosureCallback {
    ClosureCallback(.end(body))
  }

  /// Ends training after an episode for which the closure gives a reason.
  public static func stopOnEpisode(
    _ reason: @escaping (EpisodeSummary, any TrainingRun) throws -> String?
  ) -> ClosureCallback {
    ClosureCallback(.episode { episode, run in Verdict(stoppingFor: try reason(episode, run)) })
  }

  /// Ends training after an update for which the closure gives a reason.
  public static func stopOnUpdate(
    _ reason: @escaping (UpdateReport, any TrainingRun) throws -> String?
  ) -> ClosureCallback {
    ClosureCallback(.update { report, run in Verdict(stoppingFor: try reason(report, run)) })
  }

  /// Ends training after a step for which the closure gives a reason.
  public static func stopOnStep(_ reason: @escaping (any TrainingRun) throws -> String?) -> ClosureCallback {
    ClosureCallback(.step { run in Verdict(stoppingFor: try reason(run)) })
  }

  private static func proceed(after _: Void) -> Verdict { .proceed }
}

extension Verdict {
  /// Stops where there is a reason to.
  public init(stoppingFor reason: String?) { self = reason.map { .stop(reason: $0) } ?? .proceed }
}
