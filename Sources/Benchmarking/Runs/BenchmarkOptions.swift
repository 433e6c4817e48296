/// How a benchmark is run.
public struct BenchmarkOptions: Sendable {
  /// Seeds 1 to this.
  public var seeds: Int
  /// Evaluation episodes of each run.
  public var episodes: Int
  /// Runs at once, each on a thread of its own.
  public var jobs: Int
  /// Whether results that are there already are made again.
  public var isFresh: Bool
  /// The version that result files name.
  public var version: String

  /// Ten seeds, a hundred episodes, one run after the other.
  public init(seeds: Int = 10, episodes: Int = 100, jobs: Int = 1, isFresh: Bool = false, version: String) {
    self.seeds = seeds
    self.episodes = episodes
    self.jobs = jobs
    self.isFresh = isFresh
    self.version = version
  }
}
