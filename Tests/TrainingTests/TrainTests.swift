import RLCore
import Randomness
import Testing

@testable import Training

@Suite("train")
struct TrainTests {
  private let random = RandomStream(seed: 1)

  private func environments(lengths: [Int] = [3, 5]) throws -> VectorEnvironment<FixedLength> {
    try VectorEnvironment(lengths.map(FixedLength.init), random: random)
  }

  @Test("Every hook fires in order with the progress of its moment")
  func hooks() throws {
    let witness = Witness([.episodes, .updates])
    var progress = TrainingProgress(totalSteps: 12)
    let reason = try train(
      StubAgent(interval: 4), in: environments(), progress: &progress, callbacks: [witness], random: random)
    #expect(
      witness.calls == [
        "start 0", "episode 1 at 6", "update 1 with 8.0", "episode 2 at 10", "episode 3 at 12",
        "end: all 12 steps taken",
      ])
    #expect(reason == "all 12 steps taken")
    #expect(
      witness.episodes == [
        EpisodeSummary(totalReward: 3, length: 3, end: .terminated, environment: 0),
        EpisodeSummary(totalReward: 5, length: 5, end: .terminated, environment: 1),
        EpisodeSummary(totalReward: 3, length: 3, end: .terminated, environment: 0),
      ])
    #expect((progress.steps, progress.episodes, progress.updates) == (12, 3, 1))
  }

  @Test("A callback hears only of the events that it asked for")
  func events() throws {
    let (episodes, updates, nothing) = (Witness(.episodes), Witness(.updates), Witness([]))
    var progress = TrainingProgress(totalSteps: 12)
    try train(
      StubAgent(interval: 4), in: environments(), progress: &progress, callbacks: [episodes, updates, nothing],
      random: random)
    #expect(episodes.calls.count == 5 && !episodes.calls.contains { $0.hasPrefix("update") })
    #expect(updates.calls.count == 3 && !updates.calls.contains { $0.hasPrefix("episode") })
    #expect(nothing.calls == ["start 0", "end: all 12 steps taken"])
  }

  @Test("A verdict after an episode or an update stops the run with its reason; the first one counts")
  func verdicts() throws {
    var progress = TrainingProgress(totalSteps: 1000)
    let episode = Witness(.episodes, stopsAtEpisode: 2)
    #expect(
      try train(
        StubAgent(interval: 4), in: environments(), progress: &progress, callbacks: [episode], random: random)
        == "enough episodes")
    #expect(progress.steps == 10)
    #expect(episode.calls.last == "end: enough episodes")

    // The second episode ends with step 5, and so does the first update: the episode is heard of first.
    progress = TrainingProgress(totalSteps: 1000)
    let both = Witness([.episodes, .updates], stopsAtEpisode: 2, stopsAtUpdate: 1)
    #expect(
      try train(StubAgent(interval: 5), in: environments(), progress: &progress, callbacks: [both], random: random)
        == "enough episodes")
    #expect(both.calls.contains("update 1 with 10.0"))

    progress = TrainingProgress(totalSteps: 1000)
    let update = Witness(.updates, stopsAtUpdate: 3)
    #expect(
      try train(StubAgent(interval: 5), in: environments(), progress: &progress, callbacks: [update], random: random)
        == "enough updates")
    #expect(progress.updates == 3 && progress.steps == 30)
  }

  @Test("What a callback throws ends the run")
  func callbackErrors() {
    let witness = Witness(.updates, throwsAtUpdate: 2)
    var progress = TrainingProgress(totalSteps: 1000)
    #expect(throws: Witness.Refusal.self) {
      try train(
        StubAgent(interval: 5), in: environments(), progress: &progress, callbacks: [witness], random: random)
    }
    #expect(progress.updates == 2 && progress.steps == 20)
  }

  @Test("What the agent throws ends the run")
  func agentErrors() {
    let failure = AgentError(quantity: "reward of environment 0", step: 7, found: "nan")
    var progress = TrainingProgress(totalSteps: 1000)
    #expect(throws: failure) {
      try train(StubAgent(interval: 2, failure: failure), in: environments(), progress: &progress, random: random)
    }
    #expect(failure.description == "reward of environment 0 must be finite, was nan at step 7")
  }

  @Test("A run that goes on after an update draws what it would have drawn")
  func streamsByUpdate() throws {
    let (whole, first, second) = (StubAgent(interval: 3), StubAgent(interval: 3), StubAgent(interval: 3))
    var progress = TrainingProgress(totalSteps: 24)
    try train(whole, in: environments(), progress: &progress, random: random)
    progress = TrainingProgress(totalSteps: 24)
    try train(
      first, in: environments(), progress: &progress, callbacks: [Witness(.updates, stopsAtUpdate: 2)], random: random)
    try train(second, in: environments(), progress: &progress, random: random)
    #expect(first.explored + second.explored == whole.explored)
    #expect(first.learned + second.learned == whole.learned)
    #expect(Set(whole.explored + whole.learned).count == 16, "no number is drawn twice")
  }
}
