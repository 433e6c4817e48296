import Persistence
import RLCore
import Randomness
import Testing

@testable import Agents

@Suite("Windows in a rollout")
struct RolloutWindowTests {
  private func rollout(_ steps: Int, of episodes: WindowedEpisodes) throws -> RolloutBuffer {
    try RolloutBuffer(
      steps: steps, environments: episodes.environments, space: episodes.space, storageWidth: 1, maskWidth: 0)
  }

  /// Records a step; the second way writes where the rollout asks for it.
  private func record(_ episodes: inout WindowedEpisodes, in rollout: inout RolloutBuffer, writes: Bool) {
    let shown = episodes.observations.values
    let (actions, batch) = episodes.step(ends: 0.2)
    if writes {
      rollout.keepDecision(masks: []) { place in
        _ = place.observations.update(fromContentsOf: shown)
        _ = place.actions.update(fromContentsOf: actions)
        place.logProbabilities.update(repeating: 0)
      }
    } else {
      rollout.keepDecision(
        observations: shown, masks: [], actions: actions,
        logProbabilities: [Float](repeating: 0, count: episodes.environments))
    }
    rollout.keepOutcome(
      rewards: batch.rewards, ends: batch.ends, finals: batch.finalObservations, next: episodes.observations.values)
  }

  @Test("Rows have the bits that were shown, over several rollouts", arguments: 0..<12, [false, true])
  func truth(seed: UInt64, writes: Bool) throws {
    var episodes = WindowedEpisodes(
      environments: 1 + Int(seed) % 3, hasPlainValues: seed % 4 != 0,
      moves: [[1], [0, 1], [1, 1, 7], [2]][Int(seed) % 4], seed: seed)
    var rollout = try rollout(9, of: episodes)
    for round in 0..<3 {
      for _ in 0..<9 { record(&episodes, in: &rollout, writes: writes) }
      let all = rollout.observations(of: 0..<rollout.rows)
      for row in 0..<rollout.rows {
        let step = 9 * round + row / episodes.environments
        let shown = episodes.transitions[row % episodes.environments][step].observation
        let start = all.startIndex + row * rollout.width
        #expect(all[start..<start + rollout.width].map(\.bitPattern) == shown.map(\.bitPattern))
      }
      rollout.clear()
    }
  }

  @Test("An unfinished rollout is archived and read", arguments: 0..<4)
  func resume(seed: UInt64) throws {
    var episodes = WindowedEpisodes(environments: 2, hasPlainValues: seed % 2 == 0, seed: seed)
    var rollout = try rollout(12, of: episodes)
    for step in 1...12 {
      record(&episodes, in: &rollout, writes: true)
      var archive = TensorArchive()
      archive.add(rollout)
      var other = try self.rollout(12, of: episodes)
      other.restore(try archive.rollout(for: other))
      var again = TensorArchive()
      again.add(other)
      #expect(archive == again)
      let rows = 0..<step * 2
      #expect(other.observations(of: rows) == rollout.observations(of: rows))
      // What goes on is what was read.
      rollout = other
    }
  }

  @Test("A rollout of windows keeps each row once, and its estimate counts what is allocated")
  func memory() throws {
    let space = ObservationSpace(groups: [.init("prices", rows: 64, columns: 20, isWindow: true)])
    var rollout = try RolloutBuffer(steps: 2048, environments: 1, space: space, storageWidth: 1, maskWidth: 0)
    var window = [Float](repeating: 0, count: space.width)
    for step in 0..<2048 {
      window.removeFirst(20)
      window += (0..<20).map { Float(step * 20 + $0) }
      rollout.keepDecision(observations: window, masks: [], actions: [0], logProbabilities: [0])
      rollout.keepOutcome(rewards: [0], ends: [nil], finals: [], next: window)
    }
    let allocated = rollout.windows.bytes + rollout.marks.count * 4 + rollout.rows * (4 * 3 + 2)
    #expect(allocated <= rollout.bytes && Double(allocated) > 0.8 * Double(rollout.bytes))
    #expect(rollout.bytes < 2048 * 64 * 20 * 4 / 40)
  }
}
