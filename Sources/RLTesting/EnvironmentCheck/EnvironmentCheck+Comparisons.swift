import RLCore
import Randomness

extension EnvironmentCheck {
  /// Plays all episodes again in another environment.
  mutating func replay(_ traces: [EnvironmentTrace<ActionType>], in environment: E) {
    var environment = environment
    for trace in traces {
      if let difference = difference(replaying: trace, in: &environment) {
        report.add(.reproducibility, "the same seed and actions must bring the same bits: \(difference)")
        return
      }
    }
  }

  /// Plays the last episode as the first one of an environment, and the first one after an abandoned episode.
  mutating func replayAfterOthers(
    _ traces: [EnvironmentTrace<ActionType>], fresh: E, abandoned: E, from root: RandomStream
  ) {
    guard let first = traces.first, let last = traces.last else { return }
    var fresh = fresh
    if let difference = difference(replaying: last, in: &fresh) {
      report.add(
        .freshReset, "an episode must not depend on those before it: without them, \(difference)")
    }
    var abandoned = abandoned
    var stream = root.split("abandoned")
    var choosing = root.split("abandoned actions")
    // An episode that may end is abandoned sooner.
    let steps = max(1, first.actions.count / 2)
    _ = record(&abandoned, episode: 0, maximumSteps: steps, from: &stream, choosing: &choosing)
    if let difference = difference(replaying: first, in: &abandoned) {
      report.add(
        .freshReset, "an episode must not depend on one that was abandoned: after \(steps) steps of it, \(difference)")
    }
  }

  /// Plays an episode again while another environment plays beside it.
  mutating func replay(
    _ trace: EnvironmentTrace<ActionType>, in environment: E, beside other: E, from root: RandomStream
  ) {
    var environment = environment
    var other = other
    var stream = root.split("other")
    var choosing = root.split("other actions")
    var isRunning = false
    var mask: [Bool] = []
    let difference = difference(replaying: trace, in: &environment) { check in
      if !isRunning {
        other.reset(using: &stream)
        isRunning = true
        mask = check.look(at: other, "at the start of an episode beside another").mask
      }
      guard let action = check.action(mask: mask, using: &choosing) else { return }
      isRunning = other.step(action).end == nil
      if isRunning { mask = check.look(at: other, "in an episode beside another").mask }
    }
    if let difference {
      report.add(.separateState, "an environment must not change another: beside another one, \(difference)")
    }
  }

  /// Compares episodes of different seeds, and successive ones of one seed, that draw the same actions.
  mutating func compareSeeds(
    environments: [E], successive: E, maximumSteps: Int, isDeterministic: Bool, from root: RandomStream
  ) {
    let steps = min(maximumSteps, 200)
    var seeds: [[EnvironmentMoment]] = []
    for (index, environment) in environments.enumerated() {
      var environment = environment
      var stream = root.split("seed", index)
      var choosing = root.split("seed actions")
      seeds.append(
        record(&environment, episode: 0, maximumSteps: steps, from: &stream, choosing: &choosing).moments)
    }
    var episodes: [[EnvironmentMoment]] = []
    var environment = successive
    var stream = root.split("successive")
    for episode in 0..<environments.count {
      var choosing = root.split("seed actions")
      episodes.append(
        record(&environment, episode: episode, maximumSteps: steps, from: &stream, choosing: &choosing).moments)
    }
    let seedsDiffer = seeds.contains { $0 != seeds[0] }
    let episodesDiffer = episodes.contains { $0 != episodes[0] }
    if isDeterministic {
      if seedsDiffer { report.add(.seeds, "the environment is declared deterministic, but seeds change its episodes") }
      return
    }
    if !seedsDiffer {
      report.add(
        .seeds, "\(seeds.count) seeds brought the same episode; an environment without chance must be declared so")
    } else if !episodesDiffer {
      report.add(
        .successiveEpisodes,
        "\(episodes.count) episodes in a row from one stream were the same: a stream that is only split or copied "
          + "gives the same values in each; reset must draw from it")
    }
  }
}
