import Persistence
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("Windows in a replay buffer")
struct ReplayWindowTests {
  private struct Recorded {
    var episodes: WindowedEpisodes
    let buffer: ReplayBuffer

    init(_ configuration: ReplayConfiguration, _ episodes: WindowedEpisodes) throws {
      self.episodes = episodes
      buffer = try Self.buffer(configuration, episodes)
      buffer.open(episodes.observations)
    }

    static func buffer(_ configuration: ReplayConfiguration, _ episodes: WindowedEpisodes) throws -> ReplayBuffer {
      try ReplayBuffer(
        configuration,
        shape: ReplayShape(
          environments: episodes.environments, width: episodes.space.width, storageWidth: 1, maskWidth: 0,
          space: episodes.space),
        discount: 0.5)
    }

    mutating func step(ends probability: Float) {
      let (actions, batch) = episodes.step(ends: probability)
      buffer.add(actions: actions, rewards: batch.rewards, transitions: batch, next: episodes.observations)
    }

    /// Every row of the buffer has the bits that the environments gave.
    func expectTruth(_ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation) {
      let batch = buffer.makeBatch(count: buffer.count)
      batch.rows = buffer.places(head: buffer.head, filled: buffer.filled).flatMap { $0.dropLast() }
      buffer.gather(into: batch)
      let width = episodes.space.width
      for index in 0..<batch.count {
        let all = episodes.transitions[index / buffer.filled]
        let first = Int(batch.actions.pointer[index])
        // Steps that are summed: to the end of the episode, to the newest, or as many as there may be.
        var last = first
        while last - first + 1 < buffer.configuration.returnSteps, all[last].end == nil, last + 1 < all.count {
          last += 1
        }
        func shown(_ values: UnsafeMutablePointer<Float>) -> [UInt32] {
          (0..<width).map { values[index * width + $0].bitPattern }
        }
        #expect(
          shown(batch.observations.pointer) == all[first].observation.map(\.bitPattern), comment,
          sourceLocation: sourceLocation)
        #expect(
          shown(batch.nextObservations.pointer) == all[last].next.map(\.bitPattern), comment,
          sourceLocation: sourceLocation)
      }
    }
  }

  private static let moves: [[Int]] = [[1], [0, 1], [1, 1, 1, 1, 9], [2, 3], [0]]

  @Test(
    "What is drawn has the bits that the environments showed, whatever the ring and the episodes", arguments: 0..<24)
  func truth(seed: UInt64) throws {
    var random = RandomStream(seed: 100 + seed)
    let environments = 1 + random.index(below: 3)
    let configuration = ReplayConfiguration(
      capacity: environments * (3 + random.index(below: 40)), returnSteps: [1, 1, 3][random.index(below: 3)],
      prioritized: random.index(below: 2) == 0 ? PrioritizedReplay() : nil)
    var recorded = try Recorded(
      configuration,
      WindowedEpisodes(
        environments: environments, hasPlainValues: seed % 4 != 0,
        moves: Self.moves[random.index(below: Self.moves.count)], seed: seed))
    let ends: Float = [0, 0.05, 0.3, 1][random.index(below: 4)]
    for round in 0..<30 {
      for _ in 0...random.index(below: 8) { recorded.step(ends: ends) }
      if random.index(below: 4) == 0 {
        recorded.episodes.reset()
        recorded.buffer.open(recorded.episodes.observations)
        recorded.step(ends: ends)
      }
      recorded.expectTruth("seed \(seed), round \(round)")
    }
  }

  @Test("A buffer that is archived and read goes on to the same bits", arguments: 0..<6)
  func resume(seed: UInt64) throws {
    let configuration = ReplayConfiguration(capacity: 34, returnSteps: 2)
    var recorded = try Recorded(
      configuration,
      WindowedEpisodes(environments: 2, hasPlainValues: seed % 2 == 0, moves: Self.moves[Int(seed) % 5], seed: seed))
    let other = try Recorded.buffer(configuration, recorded.episodes)
    for round in 0..<12 {
      for _ in 0..<3 + round { recorded.step(ends: 0.2) }
      if round % 4 == 3 { recorded.buffer.interrupt() }
      var archive = TensorArchive()
      archive.add(recorded.buffer)
      try archive.replay(for: other).restore(to: other)
      var again = TensorArchive()
      again.add(other)
      #expect(archive == again)
      let (one, two) = (recorded.buffer.makeBatch(count: 20), other.makeBatch(count: 20))
      var (random, same) = (RandomStream(seed: seed), RandomStream(seed: seed))
      recorded.buffer.sample(into: one, using: &random)
      other.sample(into: two, using: &same)
      #expect(one.observations.array == two.observations.array)
      #expect(one.nextObservations.array == two.nextObservations.array)
      // Both go on.
      recorded.episodes.reset()
      for buffer in [recorded.buffer, other] { buffer.open(recorded.episodes.observations) }
      let (actions, batch) = recorded.episodes.step(ends: 0.2)
      for buffer in [recorded.buffer, other] {
        buffer.add(
          actions: actions, rewards: batch.rewards, transitions: batch, next: recorded.episodes.observations)
      }
      recorded.expectTruth("after round \(round)")
    }
  }

  @Test("Windows that lead to rows that are not there are refused")
  func hostile() throws {
    let configuration = ReplayConfiguration(capacity: 20)
    var recorded = try Recorded(configuration, WindowedEpisodes(environments: 2, seed: 1))
    for _ in 0..<15 { recorded.step(ends: 0.2) }
    var sound = TensorArchive()
    sound.add(recorded.buffer)
    let other = try Recorded.buffer(configuration, recorded.episodes)
    func read(_ change: (inout TensorArchive.Tensor) -> Void, of name: String) throws {
      var archive = TensorArchive()
      archive.metadata = sound.metadata
      for var tensor in sound.tensors {
        if tensor.name == name { change(&tensor) }
        archive.add(tensor)
      }
      _ = try archive.replay(for: other)
    }
    try read({ _ in }, of: "")
    for value in [Float.nan, .infinity, -1, 0.5, 1e30, 1e9] {
      #expect(throws: ArchiveError.self) { try read({ $0.values[3] = value }, of: "replay.windows.0.steps") }
    }
    let counts = "replay.windows.1.counts"
    for text in ["", "1", "1 1", "-1 2", "9223372036854775807 9223372036854775807", "4294967296 4294967296", "a b"] {
      let kept = sound.metadata[counts]
      sound.metadata[counts] = text
      #expect(throws: ArchiveError.self) { _ = try sound.replay(for: other) }
      sound.metadata[counts] = kept
    }
    _ = try sound.replay(for: other)
  }

  /// A buffer of one environment with a window of 64 × 20, filled with episodes of one length.
  private func filled(capacity: Int, episode: Int) throws -> ReplayBuffer {
    let space = ObservationSpace(groups: [.init("prices", rows: 64, columns: 20, isWindow: true)])
    let shape = ReplayShape(environments: 1, width: space.width, storageWidth: 1, maskWidth: 0, space: space)
    let buffer = try ReplayBuffer(ReplayConfiguration(capacity: capacity), shape: shape, discount: 0.99)
    var observations = ObservationBatch(count: 1, width: space.width, maskWidth: 0)
    var batch = TransitionBatch<DiscreteAction>(count: 1, width: space.width, maskWidth: 0)
    var number: Float = 0
    func row() -> [Float] {
      number += 1
      return (0..<20).map { number + Float($0) / 32 }
    }
    func window() -> [Float] { (0..<64).flatMap { _ in row() } }
    observations.values = window()
    buffer.open(observations)
    for step in 1...capacity + capacity / 4 {
      let next = observations.values.dropFirst(20) + row()
      batch.ends[0] = step % episode == 0 ? .truncated : nil
      if step % episode == 0 {
        batch.finalObservations = Array(next)
        observations.values = window()
      } else {
        observations.values = Array(next)
      }
      buffer.add(actions: [0], rewards: [0], transitions: batch, next: observations)
    }
    return buffer
  }

  private func allocated(_ buffer: ReplayBuffer) -> Int {
    buffer.storage.count * MemoryLayout<Float>.stride + buffer.masks.count + (buffer.windows?.bytes ?? 0)
  }

  @Test(
    "A million transitions with a window of 64 × 20 stay under 400 MB, by an estimate that counts what is allocated")
  func memory() throws {
    let capacity = 6000
    let buffer = try filled(capacity: capacity, episode: .max)
    #expect(allocated(buffer) <= buffer.bytes)
    // Chunks that are not full, and nothing else, are counted too much.
    #expect(Double(allocated(buffer)) > 0.85 * Double(buffer.bytes))
    let million = buffer.shape.bytes(of: ReplayConfiguration(capacity: 1_000_000))
    #expect(million < 120_000_000, "\(million) bytes")
    // An episode that begins costs 63 rows once more, and its true final observation one.
    let short = try filled(capacity: capacity, episode: 200)
    let extra = Double(capacity / 200) * 64 * 20 * 4
    #expect(abs(Double(allocated(short) - allocated(buffer)) - extra) < 2 * 1024 * 20 * 4)
    #expect(Double(million) + 1_000_000 / 200 * 64 * 20 * 4 < 400_000_000)
  }
}
