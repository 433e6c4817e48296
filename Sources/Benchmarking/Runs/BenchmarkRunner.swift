import Foundation
import RLCore
import Settings
import Training
import TextFormats

/// Trains presets from several seeds and keeps what came of it in files.
///
/// A run that is there already is not made again, so that a suite goes on where it was stopped. Runs are spread over
/// threads; each owns its agent and its environments and draws from its own seed, so that results depend neither on the
/// number of threads nor on the order.
public struct BenchmarkRunner: Sendable {
  /// Tasks and presets.
  public let suite: BenchmarkSuite
  /// Where results go.
  public let results: ResultFolder
  /// How it is run.
  public let options: BenchmarkOptions
  /// Where agents come from.
  public let registry: Registry

  /// A runner of a suite, or of a part of one.
  public init(suite: BenchmarkSuite, results: ResultFolder, options: BenchmarkOptions, registry: Registry) {
    self.suite = suite
    self.results = results
    self.options = options
    self.registry = registry
  }

  /// Runs every preset with every seed.
  ///
  /// Blocks the calling thread, which works too.
  ///
  /// - Parameters:
  ///   - presets: Which ones, in this order.
  ///   - report: Is given a line for everything that happens, from any of the threads.
  /// - Returns: The outcome of every run: the seeds of the first preset, then those of the next.
  public func run(_ presets: [Preset], report: @escaping @Sendable (String) -> Void) -> [RunOutcome] {
    guard options.seeds > 0 else { return [] }
    let runs = presets.flatMap { preset in (1...options.seeds).map { (preset: preset, seed: $0) } }
    let board = RunBoard()
    return concurrentMap(runs.count, threads: options.jobs) { index in
      let (preset, seed) = runs[index]
      let title = "\(preset.name) seed \(seed)"
      return perform(preset, seed: seed, board: board) { report("\(title): \($0)") }
    }
  }

  private func perform(
    _ preset: Preset, seed: Int, board: RunBoard, report: @Sendable (String) -> Void
  ) -> RunOutcome {
    let file = results.file(of: preset, seed: seed)
    if !options.isFresh, isThere(preset, file: file, report: report) { return .kept }
    if let reason = board.reasonAgainst(preset.name) { return .unavailable(reason) }
    let run = SeedRun(preset: preset, seed: seed, episodes: options.episodes, registry: registry)
    let prepared: SeedRun.Prepared
    do {
      prepared = try run.prepare(in: try suite.task(of: preset).source)
    } catch {
      // Said once: the other seeds would fail for the same reason.
      if board.exclude(preset.name, because: "\(error)") { report("cannot run here: \(error)") }
      return .unavailable("\(error)")
    }
    let places = preset.environments == 1 ? "one environment" : "\(preset.environments) environments"
    let experience = prepared.experienceBytes
    report(
      "training \(NumberText.grouped(preset.totalSteps)) steps in \(places)"
        + (experience > 0 ? ", experience of \(NumberText.bytes(experience))" : ""))
    do {
      let result = result(of: try prepared.perform(), preset: preset, seed: seed)
      try result.write(to: file)
      report(
        "mean return \(NumberText.fixed(result.meanReturn, decimals: 2)) ± \(NumberText.fixed(result.deviation, decimals: 2)) over "
          + "\(result.returns.count) episodes, trained in \(NumberText.fixed(result.trainingSeconds, decimals: 1)) s")
      return .trained
    } catch {
      report("failed: \(error)")
      return .failed("\(error)")
    }
  }

  /// Whether a result of the same settings is there; says why one that is there does not count.
  private func isThere(_ preset: Preset, file: URL, report: @Sendable (String) -> Void) -> Bool {
    guard FileManager.default.fileExists(atPath: file.path) else { return false }
    do {
      let result = try SeedResult(contentsOf: file)
      guard result.returns.count == options.episodes else {
        report("is made again: episodes were \(result.returns.count), are \(options.episodes) now")
        return false
      }
      if let difference = result.difference(from: preset, registry: registry) {
        report("is made again: \(difference)")
        return false
      }
      report("is there already, mean return \(NumberText.fixed(result.meanReturn, decimals: 2))")
      return true
    } catch {
      report("is made again: \(error)")
      return false
    }
  }

  private func result(of outcome: SeedRun.Outcome, preset: Preset, seed: Int) -> SeedResult {
    SeedResult(
      agent: preset.agent, task: preset.task, seed: seed, environments: preset.environments, steps: outcome.steps,
      settings: preset.settings.json, returns: outcome.returns,
      trainingSeconds: (outcome.seconds * 1000).rounded() / 1000, jobs: options.jobs, version: options.version,
      machine: .current)
  }
}
