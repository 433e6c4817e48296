import RLCore

/// Adds up the rewards of the episodes that are under way.
struct EpisodeTracker: Codable, Equatable {
  private(set) var totals: [Double]
  private(set) var lengths: [Int]

  init(environments: Int) {
    totals = [Double](repeating: 0, count: environments)
    lengths = [Int](repeating: 0, count: environments)
  }

  /// Takes in one step of every environment and returns the episodes that ended with it.
  mutating func add(_ rewards: [Float], _ ends: [EpisodeEnd?]) -> [EpisodeSummary] {
    var ended: [EpisodeSummary] = []
    for index in totals.indices {
      totals[index] += Double(rewards[index])
      lengths[index] += 1
      guard let end = ends[index] else { continue }
      ended.append(
        EpisodeSummary(totalReward: totals[index], length: lengths[index], end: end, environment: index))
      totals[index] = 0
      lengths[index] = 0
    }
    return ended
  }
}
