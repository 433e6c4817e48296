import Persistence
import Testing

@testable import Agents

@Suite("Replay buffers from files that lie")
struct HostileReplayTests {
  /// Two environments with two transitions each: observation, action, reward, end.
  private func content(end: Float = 1, action: Float = 1) -> ReplayContent {
    let row: [Float] = [0.5, 1, 0, 0]
    let rows = [0.5, action, 0, end] + row + row + row + row + row
    return ReplayContent(rows: rows, environments: 2, filled: 2, width: 4)
  }

  private var finals: FinalObservations { FinalObservations(width: 1, maskWidth: 0, rows: [0.5], count: 1, oldest: 0) }

  @Test("What a buffer writes passes")
  func sound() throws {
    try content().requireFinals(in: finals, as: "replay")
    try content().requireActions(from: 1, choices: [2], as: "replay")
    try content().requirePriorities([1, 1, 0, 1, 1, 0, 1], as: "replay")
  }

  @Test("An end that is no ticket is refused", arguments: [Float.nan, .infinity, -.infinity, 1e30, 0.5, 2, 1.5, 0])
  func ends(_ end: Float) {
    #expect(throws: ArchiveError.self) { try content(end: end).requireFinals(in: finals, as: "replay") }
  }

  @Test("An action outside of the space is refused", arguments: [Float.nan, .infinity, -1, 2, 0.5, 1e30])
  func actions(_ action: Float) {
    #expect(throws: ArchiveError.self) {
      try content(action: action).requireActions(from: 1, choices: [2], as: "replay")
    }
  }

  @Test("A priority that is no share of a sum is refused", arguments: [Float.nan, .infinity, -1, 0])
  func priorities(_ priority: Float) {
    #expect(throws: ArchiveError.self) {
      try content().requirePriorities([priority, 1, 0, 1, 1, 0, 1], as: "replay")
    }
    #expect(throws: ArchiveError.self) {
      try content().requirePriorities([1, 1, 0, 1, 1, 0, priority], as: "replay")
    }
    #expect(throws: ArchiveError.self) { try content().requirePriorities([1, 1, 1, 1, 1, 0, 1], as: "replay") }
  }
}
