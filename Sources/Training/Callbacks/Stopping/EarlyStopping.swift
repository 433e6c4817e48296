import RLCore
import Settings

/// Ends training when more of it is not worth its time, with a reason that says why.
///
/// ```swift
/// EarlyStopping(.noImprovement(patience: 5, minimumChange: 0.5), of: .scores(of: evaluation))
/// EarlyStopping(.reached(475), of: .meanReturn())
/// EarlyStopping(.wallTime(seconds: 3600))
/// ```
public final class EarlyStopping: ResumableCallback {
  /// What was measured so far.
  public struct Memory: Codable, Sendable, Equatable {
    /// The best measurement.
    var best: PolicyScore?
    /// Measurements since the best one.
    var sinceBest = 0
    /// Steps of the last score that was looked at.
    var lastScore: Int?
    var episodes: RecentEpisodes?
  }

  /// What its metric comes from.
  public let events: TrainingEvents
  /// Tells it from other conditions of the run.
  public let name: String
  /// What was measured so far.
  public var memory = Memory()

  private let condition: StoppingCondition
  private let metric: StoppingMetric?
  private let direction: StoppingDirection
  private let clock: () -> Double
  private var start = 0.0
  private var interval = StepInterval(1)

  /// A condition.
  ///
  /// - Parameters:
  ///   - condition: When training is to end.
  ///   - metric: What is measured; not needed for a budget of wall time alone.
  ///   - direction: Which measurements are the better ones.
  ///   - name: Tells it from other conditions of the run; the default is its kind.
  ///   - clock: Seconds since some moment, for wall time; `nil` is a clock that is never set.
  public init(
    _ condition: StoppingCondition, of metric: StoppingMetric? = nil, direction: StoppingDirection = .maximize,
    name: String? = nil, clock: (() -> Double)? = nil
  ) {
    self.condition = condition
    self.metric = metric
    self.direction = direction
    self.clock = clock ?? Self.makeClock()
    switch condition {
    case .noImprovement(let patience, let change):
      enforce(patience > 0 && change >= 0, "patience must be positive, was \(patience); change was \(change)")
      self.name = name ?? "no-improvement"
    case .reached: self.name = name ?? "reached"
    case .wallTime(let seconds):
      enforce(seconds > 0, "wall time must be positive, was \(seconds) s")
      self.name = name ?? "wall-time"
      events = .steps
      return
    }
    switch metric?.source {
    case .scores: events = .steps
    case .figure: events = .updates
    case .meanReturn(let episodes):
      events = .episodes
      memory.episodes = RecentEpisodes(limit: episodes)
    case .closure(let interval, _):
      events = .steps
      self.interval = interval
    case nil: refuse("\(condition) must have a metric, had none")
    }
  }

  /// Notes the time.
  public func trainingDidStart(_ run: any TrainingRun) {
    start = clock()
    interval.begin(at: run.progress.steps)
  }

  /// Measures the mean return.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    guard var episodes = memory.episodes else { return .proceed }
    episodes.add(episode)
    memory.episodes = episodes
    guard episodes.count == episodes.limit, let mean = episodes.meanReturn else { return .proceed }
    return verdict(on: mean, at: run.progress.steps)
  }

  /// Measures a figure.
  public func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    guard case .figure(let figure)? = metric?.source, let value = report[figure] else { return .proceed }
    return verdict(on: value, at: run.progress.steps)
  }

  /// Measures scores and closures, and looks at the clock.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    if case .wallTime(let seconds) = condition {
      return clock() - start >= seconds ? .stop(reason: "the wall time of \(seconds) s is spent") : .proceed
    }
    switch metric?.source {
    case .scores(let source):
      guard let score = source.latestScore, score.steps != memory.lastScore else { return .proceed }
      memory.lastScore = score.steps
      return verdict(on: score.value, at: score.steps)
    case .closure(_, let measure):
      guard interval.isDue(at: run.progress.steps), let value = try measure(run) else { return .proceed }
      return verdict(on: value, at: run.progress.steps)
    case .figure, .meanReturn, nil: return .proceed
    }
  }

  /// What a measurement means; one that is not finite is none that is better.
  private func verdict(on value: Double, at steps: Int) -> Verdict {
    let subject = metric?.name ?? ""
    switch condition {
    case .reached(let goal):
      guard direction.gain(of: value, over: goal) >= 0 else { return .proceed }
      return .stop(reason: "\(subject) reached \(value) at step \(steps), the goal was \(goal)")
    case .noImprovement(let patience, let change):
      if value.isFinite, memory.best.map({ direction.gain(of: value, over: $0.value) > change }) ?? true {
        memory.best = PolicyScore(steps: steps, value: value)
        memory.sinceBest = 0
        return .proceed
      }
      memory.sinceBest += 1
      guard memory.sinceBest >= patience else { return .proceed }
      let best = memory.best.map { "\($0.value) at step \($0.steps)" } ?? "undefined"
      return .stop(
        reason: "\(subject) did not improve by more than \(change) in \(memory.sinceBest) measurements, best \(best)")
    case .wallTime: return .proceed
    }
  }

  private static func makeClock() -> () -> Double {
    let start = ContinuousClock.now
    return { start.duration(to: .now) / .seconds(1) }
  }
}
