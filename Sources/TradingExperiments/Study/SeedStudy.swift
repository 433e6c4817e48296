import Foundation
import Persistence
import Settings
import TextFormats
import Training

/// The same experiment from several seeds, in several variations: how much of a result is the seed.
///
/// Every pair of a variation and a seed is a whole run in a folder of its own, `VARIATION/seed_N`. A study that was
/// stopped or killed resumes: finished runs are read, the others continue from their checkpoints. On generated markets
/// the seed makes the market too.
public struct SeedStudy: Sendable {
  /// Settings with a name.
  public struct Variation: Sendable {
    /// What tables and folders call it.
    public let name: String
    /// What is run; seed, threads and folder are the study's.
    public let settings: RunConfiguration

    /// Settings with a name.
    public init(_ name: String, _ settings: RunConfiguration) {
      self.name = name
      self.settings = settings
    }
  }

  /// What is compared.
  public let variations: [Variation]
  /// What each variation is run from.
  public let seeds: [UInt64]
  /// Where everything goes.
  public let folder: URL

  /// Plans a study.
  ///
  /// - Throws: `ConfigurationError` if there is no variation or no seed, if one is given twice, or if a name cannot be
  ///   that of a folder.
  public init(_ variations: [Variation], seeds: [UInt64], folder: URL) throws(ConfigurationError) {
    try require(!variations.isEmpty, "variations", must: "hold at least one", found: "none")
    try require(!seeds.isEmpty, "seeds", must: "hold at least one", found: "none")
    try require(Set(seeds).count == seeds.count, "seeds", must: "differ", found: "\(seeds)")
    let names = variations.map(\.name)
    try require(Set(names).count == names.count, "variations", must: "have names of their own", found: "\(names)")
    for name in names {
      let isPlain = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.+".contains($0) }
      try require(
        isPlain && !name.hasPrefix("."), "variations", must: "have names of letters, digits, -, _, . and +",
        found: "\"\(name.prefix(80))\"")
    }
    self.variations = variations
    self.seeds = seeds
    self.folder = folder
  }

  /// Runs what is not finished.
  ///
  /// - Parameters:
  ///   - workers: Runs that train at once, each on one thread.
  ///   - watchers: Callbacks of every run.
  ///   - finished: Told of each run as it is finished or read.
  /// - Returns: The results, variation by variation, in the order of the seeds.
  /// - Throws: ``ExperimentStopped`` if someone stopped it; what a run throws; ``ExperimentError`` if a folder holds a
  ///   run with other settings.
  public func results(
    workers: Int, watchers: @escaping RunWatchers = { _, _ in [] },
    finished: @escaping @Sendable (StudyResult) -> Void = { _ in }
  ) throws -> [StudyResult] {
    try AtomicFile.makeFolder(folder)
    // Seed by seed, so that a study that is stopped early has something of every variation.
    let order = seeds.indices.flatMap { seed in variations.indices.map { (variation: $0, seed: seed) } }
    let done = try concurrentMap(order.count, threads: workers) { index in
      let result = try result(of: variations[order[index].variation], seed: seeds[order[index].seed], watchers)
      finished(result)
      return result
    }
    let sorted = variations.flatMap { variation in done.filter { $0.variation == variation.name } }
    try RunDirectory.write(sorted, to: folder.appendingPathComponent("results.json"))
    let table = StudyTable(sorted)
    try AtomicFile.write(table.markdown + "\n", to: folder.appendingPathComponent("table.md"))
    return sorted
  }

  private func result(of variation: Variation, seed: UInt64, _ watchers: @escaping RunWatchers) throws -> StudyResult {
    let place = folder.appendingPathComponent(variation.name).appendingPathComponent("seed_\(seed)")
    let directory = RunDirectory(place.path)
    var settings = variation.settings
    settings.seed = seed
    settings.threads = 1
    settings.output = place.path
    if directory.hasConfiguration {
      guard try Self.isSame(directory.readConfiguration(), settings) else {
        throw ExperimentError(
          "\(place.relativePath) holds a run with other settings: choose another --output, or remove it")
      }
      if directory.hasScorecard { return try StudyResult(variation: variation.name, seed: seed, directory: directory) }
    }
    let run = try SingleRun(
      settings, market: try PreparedMarket(settings), directory: directory, resumes: directory.hasConfiguration,
      watchers: watchers)
    guard try run.train() else { throw ExperimentStopped() }
    _ = try run.conclude()
    return try StudyResult(variation: variation.name, seed: seed, directory: directory)
  }

  /// Whether settings describe the same run, wherever its folder is.
  private static func isSame(_ kept: RunConfiguration, _ asked: RunConfiguration) throws -> Bool {
    var (kept, asked) = (kept.resolved, asked.resolved)
    (kept.output, asked.output) = (nil, nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(kept) == encoder.encode(asked)
  }
}
