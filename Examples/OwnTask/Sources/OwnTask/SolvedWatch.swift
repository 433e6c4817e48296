import RLFramework

/// Ends training when the latest episodes were good enough on average.
///
/// It remembers these episodes over a run that is stopped and resumes from a checkpoint.
final class SolvedWatch: ResumableCallback {
  let goal: Double
  let name = "solved"
  var memory = RecentEpisodes(limit: 100)

  init(goal: Double) { self.goal = goal }

  var events: TrainingEvents { .episodes }

  func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) -> Verdict {
    memory.add(episode)
    guard memory.count == memory.limit, let mean = memory.meanReturn, mean >= goal else { return .proceed }
    return .stop(reason: "the last \(memory.limit) seasons made \(mean.rounded()) on average")
  }
}
