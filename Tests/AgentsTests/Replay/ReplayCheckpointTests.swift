import Persistence
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Checkpoints of a replay buffer")
struct ReplayCheckpointTests {
  private func episodes(_ steps: Int, prioritized: Bool, capacity: Int = 30) throws -> RecordedEpisodes {
    var episodes = try RecordedEpisodes(
      ReplayConfiguration(
        capacity: capacity, returnSteps: 2, prioritized: prioritized ? PrioritizedReplay() : nil),
      environments: 3, masks: true)
    episodes.step(steps)
    return episodes
  }

  private func bits(_ batch: ReplayBatch) -> [UInt32] {
    let parts = [
      batch.observations, batch.actions, batch.rewards, batch.nextObservations, batch.discounts, batch.weights,
    ]
    return parts.flatMap { $0.array.map(\.bitPattern) } + batch.nextMasks.map { UInt32($0) }
      + batch.rows.map { UInt32($0) }
  }

  @Test(
    "A restored buffer draws, learns priorities and fills on with the same bits", arguments: [0, 1, 4, 10, 47],
    [false, true])
  func sameBits(steps: Int, prioritized: Bool) throws {
    var (original, copy) = (
      try episodes(steps, prioritized: prioritized), try episodes(steps, prioritized: prioritized)
    )
    // Other contents first, to be overwritten.
    let other = try episodes(13, prioritized: prioritized).buffer
    if steps > 0 {
      let batch = original.buffer.makeBatch(count: 8)
      var random = RandomStream(seed: 8)
      original.buffer.sample(into: batch, using: &random)
      original.buffer.setPriorities(of: batch, errors: batch.observations.pointer)
    }
    var archive = TensorArchive()
    archive.add(original.buffer)
    let read = try TensorArchive(serialized: archive.serialized())
    try read.replay(for: other).restore(to: other)
    try read.replay(for: copy.buffer).restore(to: copy.buffer)
    for _ in 0..<3 {
      original.step(4)
      copy.step(4)
      let (first, second) = (original.buffer.makeBatch(count: 20), copy.buffer.makeBatch(count: 20))
      var (one, two) = (RandomStream(seed: 9), RandomStream(seed: 9))
      original.buffer.sample(into: first, using: &one)
      copy.buffer.sample(into: second, using: &two)
      #expect(bits(first) == bits(second))
      original.buffer.setPriorities(of: first, errors: first.observations.pointer)
      copy.buffer.setPriorities(of: second, errors: second.observations.pointer)
    }
    var again = TensorArchive()
    again.add(other)
    #expect(again == archive)
  }

  @Test("Priorities become powers in the exponent of whoever reads them; older archives do not say theirs")
  func exponents() throws {
    func buffer(_ exponent: Float) throws -> ReplayBuffer {
      let prioritized = PrioritizedReplay(priorityExponent: exponent)
      var episodes = try RecordedEpisodes(
        ReplayConfiguration(capacity: 30, returnSteps: 2, prioritized: prioritized), environments: 3, masks: true)
      episodes.step(4)
      let (batch, errors) = (episodes.buffer.makeBatch(count: 3), [Float(0.25), -4, 1])
      batch.rows = [0, 1, 2]
      episodes.buffer.setPriorities(of: batch, errors: errors)
      return episodes.buffer
    }
    func restored(from archive: TensorArchive, _ exponent: Float) throws -> [Float] {
      let buffer = try buffer(exponent)
      try archive.replay(for: buffer).restore(to: buffer)
      let state = try #require(buffer.priorities)
      return [state.tree[0], state.tree[1], state.tree[2], state.largest]
    }
    var archive = TensorArchive()
    archive.add(try buffer(0.5))
    for (found, expected) in zip(try restored(from: archive, 1), [0.25, 4, 1, 4]) {
      #expect(abs(found - Float(expected)) < 1e-4)
    }
    #expect(try restored(from: archive, 0) == [1, 1, 1, 1])
    for (found, expected) in zip(try restored(from: archive, 0.5), [0.5, 2, 1, 2]) {
      #expect(abs(found - Float(expected)) < 1e-4)
    }
    archive.metadata["replay.priorityExponent"] = nil
    #expect(abs(try restored(from: archive, 1)[1] - 2) < 1e-4)
    archive.metadata["replay.priorityExponent"] = "2"
    #expect(throws: ArchiveError("entry replay.priorityExponent must be in 0...1, was 2")) {
      try restored(from: archive, 1)
    }
  }

  @Test("An archive of another buffer, or one that lacks something, is refused")
  func refused() throws {
    let buffer = try episodes(10, prioritized: true).buffer
    var archive = TensorArchive()
    archive.add(buffer)
    let larger = try episodes(0, prioritized: true, capacity: 60).buffer
    #expect(throws: ArchiveError("has a replay buffer of 10 transitions an environment, 20 are needed")) {
      try archive.replay(for: larger)
    }
    var uniform = TensorArchive()
    uniform.add(try episodes(10, prioritized: false).buffer)
    #expect(throws: ArchiveError("has no tensor replay.priorities")) { try uniform.replay(for: buffer) }
    var without = archive
    without.metadata["replay.finals"] = "0"
    #expect(throws: ArchiveError("replay.finals must hold the end of every episode, lacks one of 0")) {
      try without.replay(for: buffer)
    }
    without.metadata["replay.head"] = "11"
    #expect(throws: ArchiveError.self) { try without.replay(for: buffer) }
  }
}
