import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("Replay buffer")
struct ReplayBufferTests {
  @Test(
    "Every row keeps its true next observation, end and mask, through many wraps", arguments: [1, 2, 5], [false, true])
  func nextObservations(environments: Int, masks: Bool) throws {
    var episodes = try RecordedEpisodes(
      ReplayConfiguration(capacity: 7 * environments), environments: environments, masks: masks)
    for step in 0..<60 {
      episodes.step()
      #expect(episodes.buffer.count == environments * min(step + 1, 7))
      episodes.expectTruth("after \(step + 1) steps")
    }
  }

  @Test("Final observations outgrow their first room and still belong to their rows")
  func growingFinals() throws {
    var episodes = try RecordedEpisodes(ReplayConfiguration(capacity: 600), environments: 2, masks: true)
    episodes.step(250, ends: 0.9)
    #expect(episodes.buffer.finals.count > 256)
    episodes.expectTruth("grown")
    episodes.step(450, ends: 0.6)
    episodes.expectTruth("wrapped after growing")
    episodes.step(600, ends: 0)
    #expect(episodes.buffer.finals.count == 0, "forgotten with their rows")
    episodes.expectTruth("without ends")
  }

  @Test("A reset from outside cuts episodes short: their last observation is kept, none leads into the new episode")
  func interruption() throws {
    var episodes = try RecordedEpisodes(ReplayConfiguration(capacity: 24), environments: 2, masks: true)
    for _ in 0..<12 {
      episodes.step(5)
      episodes.reset()
      episodes.expectTruth("after a reset")
    }
    episodes.reset()
    episodes.step(3)
    episodes.expectTruth("after two resets in a row")
  }

  @Test("A reset right after an end replaces what would have been acted on next")
  func resetAfterEnd() throws {
    var episodes = try RecordedEpisodes(ReplayConfiguration(capacity: 24), environments: 2)
    episodes.step(3, ends: 1)
    episodes.reset()
    episodes.step(2)
    episodes.expectTruth("the row after the reset starts at the new observation")
  }

  @Test("A buffer that is interrupted starts anew with what it is opened on")
  func interrupted() throws {
    let episodes = try RecordedEpisodes(ReplayConfiguration(capacity: 8), environments: 1)
    var recorded = episodes
    recorded.step(3, ends: 0)
    recorded.buffer.interrupt()
    var elsewhere = ObservationBatch(count: 1, width: 3, maskWidth: 0)
    elsewhere.values = [0, 40, -40]
    elsewhere.isStart = [false]
    recorded.buffer.open(elsewhere)
    let batch = recorded.buffer.makeBatch(count: 1)
    batch.rows = [2]
    recorded.buffer.gather(into: batch)
    #expect(Array(batch.nextObservations.values) == [0, 3, -3])
    #expect(batch.discounts.pointer[0] == 0.5, "cut short is not terminated")
  }

  @Test("n-step sums stop at either end and at the newest row")
  func handNumbers() throws {
    // Rewards 1, 2, 4, 8, 16 with γ = ½; the third row terminated.
    let buffer = try ReplayBuffer(
      ReplayConfiguration(capacity: 6, returnSteps: 3),
      shape: ReplayShape(environments: 1, width: 1, storageWidth: 1, maskWidth: 0), discount: 0.5)
    var observations = ObservationBatch(count: 1, width: 1, maskWidth: 0)
    buffer.open(observations)
    for step in 0..<5 {
      var transitions = TransitionBatch<DiscreteAction>(count: 1, width: 1, maskWidth: 0)
      transitions.ends[0] = step == 2 ? .terminated : nil
      transitions.finalObservations = [99]
      observations.values = [Float(step + 1)]
      observations.isStart = [step == 2]
      buffer.add(actions: [0], rewards: [Float(1 << step)], transitions: transitions, next: observations)
    }
    let batch = buffer.makeBatch(count: 5)
    batch.rows = [0, 1, 2, 3, 4]
    buffer.gather(into: batch)
    #expect(Array(batch.rewards.values) == ([3, 4, 4, 16, 16] as [Float]))
    #expect(Array(batch.discounts.values) == [0, 0, 0, 0.25, 0.5])
    #expect(Array(batch.nextObservations.values) == [99, 99, 99, 5, 5])
  }

  @Test("A buffer beyond its limit is refused with what it would take")
  func memoryLimit() {
    let shape = ReplayShape(environments: 1, width: 275, storageWidth: 1, maskWidth: 36)
    let error = #expect(throws: ConfigurationError.self) {
      _ = try ReplayBuffer(ReplayConfiguration(memoryLimit: 1), shape: shape, discount: 1)
    }
    #expect(
      error?.description
        == "replay.capacity must need at most 1.0 GiB (replay.memoryLimit), was 1000000 transitions of 1.07 GiB")
  }

  @Test("The estimate of memory counts what is allocated", arguments: [false, true])
  func bytes(prioritized: Bool) throws {
    let buffer = try ReplayBuffer(
      ReplayConfiguration(capacity: 100, prioritized: prioritized ? PrioritizedReplay() : nil),
      shape: ReplayShape(environments: 4, width: 3, storageWidth: 1, maskWidth: 2), discount: 1)
    #expect(buffer.bytes == buffer.storage.count * 4 + buffer.masks.count + (prioritized ? 2 * 128 * 4 : 0))
  }

  @Test("Uniform draws visit every row equally often", arguments: [1, 3])
  func uniformity(environments: Int) throws {
    var episodes = try RecordedEpisodes(
      ReplayConfiguration(capacity: 20 * environments), environments: environments)
    episodes.step(27)
    let batch = episodes.buffer.makeBatch(count: 500)
    var random = RandomStream(seed: 5)
    var hits = [Int](repeating: 0, count: episodes.environments * 21)
    for _ in 0..<100 {
      episodes.buffer.sample(into: batch, using: &random)
      for row in batch.rows { hits[row] += 1 }
    }
    let expected = 50_000 / Double(episodes.buffer.count)
    let inUse = hits.filter { $0 > 0 }
    #expect(inUse.count == episodes.buffer.count, "every row but the one that is acted on next")
    let statistic = inUse.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let freedom = Double(inUse.count - 1)
    // Four deviations of the chi-square distribution.
    #expect(abs(statistic - freedom) < 4 * (2 * freedom).squareRoot(), "\(statistic) at \(freedom) degrees")
  }
}
