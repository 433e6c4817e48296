import RLCore
import Randomness

extension EnvironmentCheck {
  /// Plays episodes one after the other in one environment, as training does.
  mutating func play(
    _ environment: E, episodes: Int, maximumSteps: Int, from root: RandomStream
  ) -> [EnvironmentTrace<ActionType>] {
    var environment = environment
    var stream = root.split("environment")
    var traces: [EnvironmentTrace<ActionType>] = []
    for episode in 0..<episodes {
      var choosing = root.split("actions", episode)
      let trace = record(
        &environment, episode: episode, maximumSteps: maximumSteps, from: &stream, choosing: &choosing)
      report.episodeCount += 1
      report.stepCount += trace.actions.count
      if trace.moments.last?.end != nil { report.endedEpisodeCount += 1 }
      traces.append(trace)
    }
    // Without a valid action no episode can get anywhere; that has been reported.
    if report.endedEpisodeCount == 0, canDraw {
      report.add(.episodeEnd, "none of \(episodes) episodes ended within \(maximumSteps) steps")
    }
    return traces
  }

  /// Plays one episode and keeps what was seen.
  mutating func record(
    _ environment: inout E, episode: Int, maximumSteps: Int, from stream: inout RandomStream,
    choosing: inout RandomStream
  ) -> EnvironmentTrace<ActionType> {
    var trace = EnvironmentTrace<ActionType>(start: stream, startAge: environment.age, episode: episode)
    environment.reset(using: &stream)
    var moment = look(at: environment, "at the start of episode \(episode)")
    trace.moments.append(moment)
    while trace.actions.count < maximumSteps, moment.end == nil,
      let action = action(mask: moment.mask, using: &choosing)
    {
      let step = trace.actions.count
      let outcome = environment.step(action)
      if !outcome.reward.isFinite {
        report.add(
          .finiteReward, "the reward must be finite, was \(outcome.reward) at step \(step) of episode \(episode)")
      }
      moment = look(at: environment, "after step \(step) of episode \(episode)")
      moment.reward = outcome.reward.bitPattern
      moment.end = outcome.end
      trace.actions.append(action)
      trace.moments.append(moment)
    }
    return trace
  }

  /// Plays an episode again, calls `meanwhile` before every step, and says what is not as it was.
  ///
  /// Stops at the first difference, since from there on the actions may be invalid.
  mutating func difference(
    replaying trace: EnvironmentTrace<ActionType>, in environment: inout E,
    meanwhile: (inout EnvironmentCheck) -> Void = { _ in }
  ) -> String? {
    var stream = trace.start
    environment.age = trace.startAge
    environment.reset(using: &stream)
    guard let first = trace.moments.first else { return nil }
    let start = look(at: environment, "at the start of episode \(trace.episode)")
    if let difference = start.difference(from: first) {
      return "at the start of episode \(trace.episode) \(difference)"
    }
    for (step, action) in trace.actions.enumerated() {
      meanwhile(&self)
      let outcome = environment.step(action)
      var moment = look(at: environment, "after step \(step) of episode \(trace.episode)")
      moment.reward = outcome.reward.bitPattern
      moment.end = outcome.end
      if let difference = moment.difference(from: trace.moments[step + 1]) {
        return "at step \(step) of episode \(trace.episode) \(difference)"
      }
    }
    return nil
  }
}
