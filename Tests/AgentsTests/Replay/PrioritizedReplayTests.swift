import Foundation
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("Prioritised replay")
struct PrioritizedReplayTests {
  private func filled(_ settings: PrioritizedReplay, steps: Int = 16) throws -> ReplayBuffer {
    var episodes = try RecordedEpisodes(ReplayConfiguration(capacity: 16, prioritized: settings), environments: 1)
    episodes.step(steps)
    return episodes.buffer
  }

  private func setErrors(_ errors: [Float], in buffer: ReplayBuffer) {
    let batch = buffer.makeBatch(count: errors.count)
    batch.rows = Array(errors.indices)
    errors.withUnsafeBufferPointer { if let start = $0.baseAddress { buffer.setPriorities(of: batch, errors: start) } }
  }

  @Test("Rows are drawn in proportion to (|error| + ε)^α")
  func proportions() throws {
    let buffer = try filled(PrioritizedReplay(priorityExponent: 0.5, minimumError: 1e-6))
    let errors = (0..<16).map { Float($0) * ($0 % 2 == 0 ? 1 : -1) }
    setErrors(errors, in: buffer)
    let batch = buffer.makeBatch(count: 64)
    var (random, hits) = (RandomStream(seed: 2), [Int](repeating: 0, count: 17))
    for _ in 0..<2000 {
      buffer.sample(into: batch, using: &random)
      for row in batch.rows { hits[row] += 1 }
    }
    let priorities = errors.map { (Double(abs($0)) + 1e-6).squareRoot() }
    let total = priorities.reduce(0, +)
    for (row, priority) in priorities.enumerated() {
      let expected = 128_000 * priority / total
      #expect(abs(Double(hits[row]) - expected) < 4 * expected.squareRoot() + 1, "row \(row)")
    }
    #expect(hits[16] == 0, "the row that is acted on next holds no transition")
  }

  @Test("Draws are stratified: each share of the sum gives one row")
  func strata() throws {
    let buffer = try filled(PrioritizedReplay(priorityExponent: 1))
    setErrors([Float](repeating: 1, count: 16), in: buffer)
    let batch = buffer.makeBatch(count: 16)
    var random = RandomStream(seed: 3)
    buffer.sample(into: batch, using: &random)
    #expect(batch.rows == Array(0..<16))
  }

  @Test("Weights are (N·P)^−β over the largest of the batch, and β grows to 1")
  func weights() throws {
    let settings = PrioritizedReplay(
      priorityExponent: 1, importanceExponent: .linear(from: 0.5, to: 1), minimumError: 1e-9)
    let buffer = try filled(settings)
    setErrors((0..<16).map { Float(1 + $0 % 4) }, in: buffer)
    let batch = buffer.makeBatch(count: 32)
    var random = RandomStream(seed: 4)
    for (fraction, exponent) in [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)] {
      buffer.anneal(to: fraction)
      buffer.sample(into: batch, using: &random)
      let raw = batch.rows.map { pow(16 * Double(1 + $0 % 4) / 40, -exponent) }
      let largest = try #require(raw.max())
      for (index, value) in raw.enumerated() {
        #expect(abs(Double(batch.weights.pointer[index]) - value / largest) < 1e-5)
      }
    }
  }

  @Test("A new row has the greatest priority so far, and one that gives way has none")
  func newRows() throws {
    var episodes = try RecordedEpisodes(
      ReplayConfiguration(capacity: 8, prioritized: PrioritizedReplay(priorityExponent: 1)), environments: 2)
    episodes.step(3)
    let tree = try #require(episodes.buffer.priorities?.tree)
    #expect((0..<3).allSatisfy { tree[$0] == 1 && tree[5 + $0] == 1 } && tree[3] == 0 && tree.total == 6)
    setErrors([7], in: episodes.buffer)
    episodes.step(1)
    #expect(abs(tree[3] - 7) < 1e-4 && abs(tree[8] - 7) < 1e-4)
    episodes.step(1)
    #expect(tree[0] == 0 && tree[5] == 0, "the oldest rows are where the next observations lie")
    #expect(abs(tree[4] - 7) < 1e-4)
  }

  @Test("Without priorities every weight is 1 and errors change nothing")
  func uniform() throws {
    var episodes = try RecordedEpisodes(ReplayConfiguration(capacity: 8), environments: 1)
    episodes.step(8)
    let batch = episodes.buffer.makeBatch(count: 4)
    var random = RandomStream(seed: 1)
    episodes.buffer.sample(into: batch, using: &random)
    episodes.buffer.setPriorities(of: batch, errors: batch.rewards.pointer)
    #expect(Array(batch.weights.values) == [1, 1, 1, 1])
  }

  @Test("Settings are switched on by an object with what differs, and bad ones are named")
  func settings() throws {
    let changed = try ReplayConfiguration().applying(JSONValue(parsing: #"{"prioritized": {"priorityExponent": 0.7}}"#))
    #expect(changed.prioritized == PrioritizedReplay(priorityExponent: 0.7))
    let error = #expect(throws: ConfigurationError.self) {
      try ReplayConfiguration(prioritized: PrioritizedReplay(priorityExponent: 2)).validate()
    }
    #expect(error?.description == "replay.prioritized.priorityExponent must be in 0...1, was 2.0")
  }
}
