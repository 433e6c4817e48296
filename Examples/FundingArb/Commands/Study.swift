import ArgumentParser
import Foundation
import RLFramework
import TradingExperiments

/// The command `study`.
struct Study: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains from several seeds, in several variations, and sets them side by side.",
    usage: "example-funding-arb study [<options>]",
    discussion: """
      Every variation is trained from every seed, as train does it; on generated markets the seed makes the market too. \
      The table has interquartile means over the seeds of what the final windows earned, with bootstrap intervals, \
      beside the better threshold rule and, where the law of the market is known, a policy that is told it. The same \
      command again resumes: finished runs are read, the others continue.
      """)

  @OptionGroup(title: "Market") var market: MarketOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Agent") var agent: AgentOptions
  @OptionGroup(title: "Transfer") var transfer: TransferOptions
  @Option(help: "Seeds with commas, or ranges. (default: 1-10)") var seeds: SeedList?
  @Option(
    help: "File of variations, JSON or YAML: names with the settings in which they differ. (default: one, as given)")
  var variations: String?
  @Option(help: "File of settings, JSON or YAML; flags win over it.") var config: String?
  @Option(help: "Runs that train at once, each on one thread. (default: the number of cores)") var workers: Int?
  @Option(help: "Folder for everything that comes out, new or that of the same study. (default: runs/study-TIME)")
  var output: String?

  func run() throws {
    if let warning = Kernels.blasWarning { Console.print("Warning: \(warning)") }
    let workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
    guard workers > 0 else {
      throw ConfigurationError(field: "--workers", must: "be positive", found: "\(workers)")
    }
    guard agent.seed == nil else {
      throw ConfigurationError(field: "--seed", must: "be --seeds in a study", found: "\(agent.seed ?? 0)")
    }
    let study = try SeedStudy(
      try variationsGiven(), seeds: seeds?.seeds ?? Array(1...10), folder: RunDirectory.studyFolder(output))
    Console.print(
      "\(study.variations.count) variation(s), \(study.seeds.count) seed(s), \(workers) at once, in "
        + "\(study.folder.relativePath)")
    let results: [StudyResult]
    do {
      results = try InterruptWatcher.watching {
        try study.results(
          workers: workers, watchers: { _, _ in [InterruptWatcher()] },
          finished: { Console.print(Self.line(of: $0)) })
      }
    } catch is ExperimentStopped {
      Console.print("Stopped and saved. The same command with --output \(study.folder.relativePath) resumes.")
      throw ExitCode(InterruptWatcher.exitStatus)
    }
    Console.print("\n" + StudyTable(results).text + "\n")
    Console.print("Everything is in \(study.folder.relativePath): table.md, results.json, and a folder for each run.")
  }

  private func variationsGiven() throws -> [SeedStudy.Variation] {
    var given = market.given.merging(task.given) { _, new in new }.merging(agent.given) { _, new in new }
    given.merge(transfer.given) { _, new in new }
    guard let variations else {
      return [SeedStudy.Variation("given", try RunConfiguration.resolve(file: config, flags: given))]
    }
    return try SeedStudy.Variation.read(variations, config: config, flags: given)
  }

  private static func line(of result: StudyResult) -> String {
    let known = result.knownLaw.map { ", known law \(NumberText.fixed($0, decimals: 2))" } ?? ""
    return "\(result.variation), seed \(result.seed): \(NumberText.fixed(result.netReturn, decimals: 2)) % in "
      + "\(result.trades) trades; better rule \(NumberText.fixed(result.betterRule, decimals: 2))\(known)"
  }
}
