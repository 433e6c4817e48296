import Settings

/// The episodes that ended lately, for running means.
public struct RecentEpisodes: Sendable, Equatable, Codable {
  /// How many are kept.
  public let limit: Int
  /// Their returns, the latest last.
  public private(set) var returns: [Double] = []
  /// Their lengths, steps.
  public private(set) var lengths: [Int] = []

  /// No episodes yet; at most `limit` will be kept.
  public init(limit: Int) {
    enforce(limit > 0, "at least one episode must be kept, was \(limit)")
    self.limit = limit
  }

  /// How many are kept now.
  public var count: Int { returns.count }

  /// Takes in an episode that ended.
  public mutating func add(_ episode: EpisodeSummary) {
    if count == limit {
      returns.removeFirst()
      lengths.removeFirst()
    }
    returns.append(episode.totalReward)
    lengths.append(episode.length)
  }

  /// Mean return; `nil` without episodes.
  public var meanReturn: Double? { returns.isEmpty ? nil : returns.reduce(0, +) / Double(count) }

  /// Mean length, steps; `nil` without episodes.
  public var meanLength: Double? { lengths.isEmpty ? nil : Double(lengths.reduce(0, +)) / Double(count) }
}
