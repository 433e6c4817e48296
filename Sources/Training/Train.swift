import RLCore
import Randomness

/// Trains an agent: the one loop that drives them all.
///
/// - Parameters:
///   - agent: Acts and learns.
///   - environments: Where it acts.
///   - progress: How far the run is; continues where it stands.
///   - callbacks: Watch in this order.
///   - random: Split by name for exploring and for learning, anew for each update, so that a run resumed between two
///     updates draws what it would have drawn.
/// - Returns: Why training ended.
/// - Throws: `AgentError` where numbers are no longer finite, `MaskError` where nothing can be done, and what environments and callbacks throw.
@discardableResult
public func train<A: Agent, E: Environments>(
  _ agent: A, in environments: E, progress: inout TrainingProgress, callbacks: [any Callback] = [],
  random: RandomStream
) throws -> String where A.ActionType == E.ActionType {
  var exploration = random.split("exploration", progress.updates)
  var learning = random.split("learning", progress.updates)
  var episodes = EpisodeTracker(environments: environments.count)
  let episodeWatchers = callbacks.filter { $0.events.contains(.episodes) }
  let updateWatchers = callbacks.filter { $0.events.contains(.updates) }
  let choices = environments.actionSpace.choices
  var observations = try environments.reset()
  try observations.requireValidOptions(of: choices, at: progress.steps)
  var reason = "all \(progress.totalSteps) steps taken"
  for callback in callbacks { try callback.trainingDidStart(progress: progress) }

  training: while !progress.isComplete {
    let actions = agent.act(on: observations, mode: .explore, using: &exploration)
    let transitions = try environments.step(actions, observing: &observations)
    agent.record(transitions, next: observations)
    progress.advance(by: environments.count)

    var verdict = Verdict.proceed
    for episode in episodes.add(transitions.rewards, transitions.ends) {
      progress.countEpisode()
      for watcher in episodeWatchers { verdict.merge(try watcher.episodeDidEnd(episode, progress: progress)) }
    }
    try observations.requireValidOptions(of: choices, at: progress.steps)
    if let report = try agent.learn(progress: progress, using: &learning) {
      progress.countUpdate()
      exploration = random.split("exploration", progress.updates)
      learning = random.split("learning", progress.updates)
      for watcher in updateWatchers { verdict.merge(try watcher.trainingDidUpdate(report, progress: progress)) }
    }
    if case .stop(let why) = verdict {
      reason = why
      break training
    }
  }
  for callback in callbacks { try callback.trainingDidEnd(reason: reason, progress: progress) }
  return reason
}

extension Verdict {
  /// The first wish to stop counts.
  mutating func merge(_ other: Verdict) {
    if self == .proceed { self = other }
  }
}

/// Adds up the rewards of the episodes that are under way.
struct EpisodeTracker {
  private var totals: [Double]
  private var lengths: [Int]

  init(environments: Int) {
    totals = [Double](repeating: 0, count: environments)
    lengths = [Int](repeating: 0, count: environments)
  }

  /// Takes in one step of every environment and returns the episodes that ended with it.
  mutating func add(_ rewards: [Float], _ ends: [EpisodeEnd?]) -> [EpisodeSummary] {
    var ended: [EpisodeSummary] = []
    for index in totals.indices {
      totals[index] += Double(rewards[index])
      lengths[index] += 1
      guard let end = ends[index] else { continue }
      ended.append(
        EpisodeSummary(totalReward: totals[index], length: lengths[index], end: end, environment: index))
      totals[index] = 0
      lengths[index] = 0
    }
    return ended
  }
}
