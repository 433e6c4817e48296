import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("What agents remember")
struct ExperienceTests {
  @Test(
    "A step that ended an episode leads to its true final observation, and only a termination ends all value",
    arguments: ReplayingKind.allCases)
  func endings(_ kind: ReplayingKind) throws {
    let environments = try ReplayedTask.environments(1)
    let agent = try kind.make(for: environments)
    try learn(agent, in: environments, steps: 16)
    let replay = agent.experience.replay
    let batch = replay.makeBatch(count: 16)
    batch.rows = Array(0..<16)
    replay.gather(into: batch)
    for row in 0..<16 {
      let step = ReplayedTask.script[row % 8]
      let seen = Array(batch.observations.array[3 * row..<3 * row + 3])
      let next = Array(batch.nextObservations.array[3 * row..<3 * row + 3])
      #expect(seen == step.observation && batch.rewards.array[row] == step.reward)
      #expect(next == (step.end == nil ? ReplayedTask.script[row % 8 + 1].observation : step.final), "row \(row)")
      #expect(batch.discounts.array[row] == (step.end == .terminated ? 0 : 0.9), "row \(row)")
    }
  }

  @Test(
    "The target of a terminated step is its reward alone, without a value and without entropy",
    arguments: ReplayingKind.allCases)
  func terminations(_ kind: ReplayingKind) throws {
    let environments = try ReplayedTask.environments(1)
    let agent = try kind.make(for: environments)
    try learn(agent, in: environments, steps: 60)
    agent.batch.rewards.take((0..<16).map { Float($0) })
    agent.batch.discounts.take((0..<16).map { $0 % 3 == 0 ? 0 : 0.9 })
    _ = try agent.improveOnce()
    for (row, target) in agent.targets.array.enumerated() {
      #expect((target == Float(row)) == (row % 3 == 0), "row \(row)")
    }
  }

  @Test("A reset from outside cuts the episode short where it stands", arguments: ReplayingKind.allCases)
  func interruption(_ kind: ReplayingKind) throws {
    let environments = try ReplayedTask.environments(1)
    let agent = try kind.make(for: environments)
    var random = RandomStream(seed: 1)
    var observations = environments.reset()
    for _ in 0..<2 {
      let actions = try agent.act(on: observations, mode: .explore, using: &random)
      agent.record(environments.step(actions, observing: &observations), next: observations)
    }
    let last = observations.values
    _ = try agent.act(on: environments.reset(), mode: .explore, using: &random)
    let batch = agent.experience.replay.makeBatch(count: 1)
    batch.rows = [1]
    agent.experience.replay.gather(into: batch)
    #expect(batch.nextObservations.array == last && batch.discounts.array == [0.9])
  }

  @Test("The bytes of a full memory are known beforehand", arguments: ReplayingKind.allCases)
  func bytes(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.replay.capacity = 1001
    // 500 transitions and what is acted on next, in each of 2 environments; 3 observed values, 2 of the action, reward
    // and end.
    #expect(try kind.make(settings, for: ReplayedTask.environments(2)).experienceBytes == 501 * 2 * 7 * 4)
  }

  @Test("A memory beyond its limit is refused with what it would take", arguments: ReplayingKind.allCases)
  func limit(_ kind: ReplayingKind) throws {
    var settings = ReplayingKind.Settings()
    settings.replay = ReplayConfiguration(capacity: 8_000_000, memoryLimit: 0.125)
    let error = try #require(throws: ConfigurationError.self) {
      try kind.make(settings, for: ReplayedTask.environments())
    }
    #expect(
      error.description
        == "replay.capacity must need at most 0.125 GiB (replay.memoryLimit), was 8000000 transitions of 0.21 GiB")
  }
}
