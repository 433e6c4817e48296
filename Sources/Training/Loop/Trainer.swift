import RLCore
import Randomness
import Settings

/// One training run: an agent in its environments, how far it is, and everything that it draws from.
///
/// The loop is the same for every agent: act, step, record, learn, tell the callbacks. A run can be archived after any
/// step and resumes from its archive bit for bit, in another process as well; `Trainer+Checkpoint.swift` says how.
///
/// ```swift
/// let trainer = Trainer(agent, in: environments, totalSteps: 100_000, callbacks: [ProgressBar()], random: random)
/// try trainer.run()
/// ```
public final class Trainer<E: Environments>: ResumableTraining {
  /// What the agent does.
  public typealias ActionType = E.ActionType

  /// Acts and learns.
  public let agent: any Agent<ActionType>
  /// Where it acts.
  public let environments: E
  /// Watch in this order.
  public let callbacks: [any Callback]
  /// How far the run is.
  public internal(set) var progress: TrainingProgress
  /// What callbacks see as the run, where this one is part of a larger one.
  weak var whole: (any TrainingRun)?
  /// Whether a larger run goes on with something else now; asked before every step.
  var isPassed: () -> Bool = { false }
  /// Whether a callback has stopped the run, or its task was cancelled.
  private(set) var isStopped = false
  /// What ended the run with an error.
  public private(set) var failure: (any Error)?
  /// The moves of the environments when this run last moved them; another number means that somebody else did.
  var moveCount: Int?

  /// Split by name for exploring and for learning, anew for each update.
  var random: RandomStream
  var exploration: RandomStream
  var learning: RandomStream
  var episodes: EpisodeTracker
  /// What to act on next; `nil` before the first step, and within one.
  var observations: ObservationBatch?
  /// Whether somebody else was found to have moved the environments.
  private var areDisturbed = false
  /// Callbacks that were told of the start of the run under way.
  private var started = 0
  /// Whether a step is under way, in the middle of which a run cannot be archived.
  private(set) var isStepping = false

  /// What the environments normalise by now; `nil` if they do not.
  public var normalization: NormalizationStatistics? { (environments as? any NormalizingEnvironments)?.statistics }

  /// The objects that the environments are made of.
  public var environmentObjects: Set<ObjectIdentifier> { environments.objects }

  /// A run that has not begun.
  ///
  /// - Parameters:
  ///   - agent: Acts and learns.
  ///   - environments: Where it acts; they are reset when the run begins.
  ///   - progress: How far the run is; one that goes on draws what it would have drawn after its last update.
  ///   - callbacks: Watch in this order.
  ///   - random: The source of all draws.
  public init(
    _ agent: any Agent<ActionType>, in environments: E, progress: TrainingProgress,
    callbacks: [any Callback] = [], random: RandomStream
  ) {
    self.agent = agent
    self.environments = environments
    self.callbacks = callbacks
    self.progress = progress
    self.random = random
    exploration = random.split("exploration", progress.updates)
    learning = random.split("learning", progress.updates)
    episodes = EpisodeTracker(environments: environments.count)
  }

  /// A run of so many environment steps, over all environments.
  public convenience init(
    _ agent: any Agent<ActionType>, in environments: E, totalSteps: Int, callbacks: [any Callback] = [],
    random: RandomStream
  ) {
    self.init(
      agent, in: environments, progress: TrainingProgress(totalSteps: totalSteps), callbacks: callbacks,
      random: random)
  }

  /// Trains until the steps are taken or a callback stops it.
  ///
  /// - Returns: Why training ended.
  /// - Throws: As ``run(until:)``.
  @discardableResult
  public func run() throws -> String { try run(until: nil) }

  /// Trains until so many steps are taken in all, or a callback stops it.
  ///
  /// - Parameter limit: Where to pause; `nil` goes to the end. The pause changes nothing: running on gives what one
  ///   run would have given.
  /// - Returns: Why training ended.
  /// - Throws: `AgentError` if numbers are no longer finite, `MaskError` where nothing can be done, and what
  ///   environments and callbacks throw. Every callback is told that training ended before the error is thrown.
  @discardableResult
  public func run(until limit: Int?) throws -> String {
    failure = nil
    do {
      return try loop(until: limit)
    } catch {
      failure = error
      if areDisturbed {
        // The next run begins new episodes.
        (observations, moveCount, areDisturbed) = (nil, nil, false)
      }
      let reason = "ended by an error: \(error)"
      // What began hears of the end; the error that is thrown is the first one.
      for callback in callbacks.prefix(started) { try? callback.trainingDidEnd(reason, in: whole ?? self) }
      throw error
    }
  }

  /// See ``run(until:)``.
  private func loop(until limit: Int?) throws -> String {
    started = 0
    let (episodeWatchers, updateWatchers, stepWatchers) = (
      watchers(of: .episodes), watchers(of: .updates), watchers(of: .steps)
    )
    let choices = environments.actionSpace.choices
    try agent.requireFit(in: environments)
    if self.observations != nil { try requireOwnEnvironments() }
    var observations = try self.observations ?? environments.reset()
    moveCount = environments.moveCount
    defer {
      self.observations = observations
      isStepping = false
    }
    try observations.requireValidOptions(of: choices, at: progress.steps)
    let run: any TrainingRun = whole ?? self
    var reason: String?
    self.observations = observations
    for callback in callbacks {
      started += 1
      try callback.trainingDidStart(run)
    }

    isStopped = false
    while !progress.isComplete, progress.steps < limit ?? .max, !isPassed() {
      if Task.isCancelled {
        reason = "cancelled after \(progress.steps) steps"
        isStopped = true
        break
      }
      // A second reference would have the environments copy what they write.
      self.observations = nil
      try requireOwnEnvironments()
      isStepping = true
      let actions = try agent.act(on: observations, mode: .explore, using: &exploration)
      let transitions = try environments.step(actions, observing: &observations)
      moveCount = environments.moveCount
      agent.record(transitions, next: observations)
      progress.advance(by: environments.count)

      var verdict = Verdict.proceed
      for episode in episodes.add(transitions.rewards, transitions.ends) {
        progress.countEpisode()
        for watcher in episodeWatchers { verdict.merge(try watcher.episodeDidEnd(episode, in: run)) }
      }
      try observations.requireValidOptions(of: choices, at: progress.steps)
      if let report = try agent.learn(progress: progress, using: &learning) {
        progress.countUpdate()
        exploration = random.split("exploration", progress.updates)
        learning = random.split("learning", progress.updates)
        for watcher in updateWatchers { verdict.merge(try watcher.agentDidUpdate(report, in: run)) }
      }
      isStepping = false
      if !stepWatchers.isEmpty {
        self.observations = observations
        for watcher in stepWatchers { verdict.merge(try watcher.stepDidEnd(in: run)) }
      }
      if case .stop(let why) = verdict {
        reason = why
        isStopped = true
        break
      }
    }
    self.observations = observations
    let why = reason ?? self.reason
    started = 0
    for callback in callbacks { try callback.trainingDidEnd(why, in: run) }
    return why
  }

  /// Why training ends where nobody stopped it.
  private var reason: String {
    guard progress.isComplete else { return "paused after \(progress.steps) steps" }
    let total = progress.totalEpisodes.flatMap { progress.episodes >= $0 ? $0 : nil }
    let all = total.map { "all \($0) episodes ended" } ?? "all \(progress.totalSteps) steps taken"
    return progress.updates > 0 ? all : all + ", too few for one update: the agent has learnt nothing"
  }

  /// Refuses environments that somebody else has moved: what was acted on is no longer what they show.
  private func requireOwnEnvironments() throws {
    guard let moveCount, environments.moveCount != moveCount else { return }
    areDisturbed = true
    throw ConfigurationError(
      field: "environments", must: "be moved by this run alone",
      found: "reset or stepped by somebody else at step \(progress.steps)")
  }

  private func watchers(of event: TrainingEvents) -> [any Callback] {
    callbacks.filter { $0.events.contains(event) }
  }
}

extension Verdict {
  /// The first wish to stop counts.
  mutating func merge(_ other: Verdict) {
    if self == .proceed { self = other }
  }
}
