import RLCore

/// Several callbacks as one: a bundle that is put together in one place and used in many.
///
/// Members are told in their order, each of what it watches only; the first wish to stop counts. Members that remember
/// something are archived with the run as if they stood in its list themselves, at any depth.
public final class CallbackList: Callback {
  /// The members, in the order in which they are told.
  public let callbacks: [any Callback]
  /// What any member watches.
  public let events: TrainingEvents

  private let episodeWatchers: [any Callback]
  private let updateWatchers: [any Callback]
  private let stepWatchers: [any Callback]

  /// A list of callbacks.
  public init(_ callbacks: [any Callback]) {
    self.callbacks = callbacks
    events = callbacks.reduce(into: []) { $0.formUnion($1.events) }
    episodeWatchers = callbacks.filter { $0.events.contains(.episodes) }
    updateWatchers = callbacks.filter { $0.events.contains(.updates) }
    stepWatchers = callbacks.filter { $0.events.contains(.steps) }
  }

  /// Tells every member.
  public func trainingDidStart(_ run: any TrainingRun) throws {
    for callback in callbacks { try callback.trainingDidStart(run) }
  }

  /// Tells the members that watch episodes.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) throws -> Verdict {
    var verdict = Verdict.proceed
    for watcher in episodeWatchers { verdict.merge(try watcher.episodeDidEnd(episode, in: run)) }
    return verdict
  }

  /// Tells the members that watch updates.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
    var verdict = Verdict.proceed
    for watcher in updateWatchers { verdict.merge(try watcher.agentDidUpdate(report, in: run)) }
    return verdict
  }

  /// Tells the members that watch steps.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    var verdict = Verdict.proceed
    for watcher in stepWatchers { verdict.merge(try watcher.stepDidEnd(in: run)) }
    return verdict
  }

  /// Tells every member.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws {
    for callback in callbacks { try callback.trainingDidEnd(reason, in: run) }
  }
}

extension [any Callback] {
  /// Those that remember something, also within lists, in the order in which they are told.
  var resumable: [any ResumableCallback] {
    flatMap { callback -> [any ResumableCallback] in
      if let list = callback as? CallbackList { return list.callbacks.resumable }
      return (callback as? any ResumableCallback).map { [$0] } ?? []
    }
  }
}
