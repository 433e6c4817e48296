import RLFramework

/// Ends training when the latest episodes were good enough on average.
final class SolvedWatch: Callback {
  let goal: Double
  private var latest: [Double] = []

  init(goal: Double) { self.goal = goal }

  var events: TrainingEvents { [.episodes, .updates] }

  /// Mean profit of the last hundred episodes, exploration included.
  var mean: Double { latest.isEmpty ? 0 : latest.reduce(0, +) / Double(latest.count) }

  func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    latest.append(episode.totalReward)
    if latest.count > 100 { latest.removeFirst() }
    return .proceed
  }

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) -> Verdict {
    if run.progress.updates % 50 == 0 { print("\(run.progress.steps) steps: profit \(mean.rounded()) a season") }
    guard latest.count == 100, mean >= goal else { return .proceed }
    return .stop(reason: "the last 100 seasons made \(mean.rounded()) on average")
  }
}
