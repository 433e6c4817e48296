import ArgumentParser
import Foundation
import RLFramework

/// `train`, the default.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains, selects on the validation window, judges once on the final window, writes a report.",
    discussion: "Ctrl-C finishes the update, saves, and says how to go on.")

  @OptionGroup(title: "Market") var market: MarketOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Agent") var agent: AgentOptions
  @Option(help: "Settings as JSON or YAML; flags win over it.")
  var config: String?
  @Option(help: "Folder for everything that comes out. (default: runs/funding-arb-TIME)")
  var output: String?
  @Option(help: "Folder of a stopped run to go on with; its settings stay as they are.")
  var resume: String?

  func run() throws {
    if let warning = Kernels.blasWarning { Console.print("Warning: \(warning)") }
    let settings: RunConfiguration
    if let resume {
      settings = try RunConfiguration.read(URL(fileURLWithPath: resume).appendingPathComponent("config.json"))
    } else {
      var given = market.given.merging(task.given) { _, new in new }.merging(try agent.given()) { _, new in new }
      given["output"] = output
      settings = try RunConfiguration.resolve(file: config, flags: given)
    }
    let prepared = try PreparedMarket(settings)
    let directory = try RunDirectory(resume ?? settings.output)
    var run = try TrainingRun(settings, market: prepared, directory: directory, resumes: resume != nil)
    Console.print(Self.introduction(settings, prepared, run.agent))
    guard try run.train(display: ProgressDisplay()) else {
      Console.print("Stopped and saved. Go on with: example-funding-arb --resume \(directory.folder.relativePath)")
      return
    }
    try present(try run.conclude(), market: prepared, settings: settings, hours: prepared.split.final)
    Console.print("Everything is in \(directory.folder.relativePath): open report.html.")
  }

  private static func introduction(
    _ settings: RunConfiguration, _ market: PreparedMarket, _ agent: PPO<DiscreteAction>
  ) -> String {
    """
    Funding arbitrage on \(market.origin.label): \(market.dataset.symbols.count) symbols, \
    \(market.dataset.venues.joined(separator: ", ")), \(market.market.pairs.count) ordered pairs.
    Windows: train \(market.days(of: market.split.train)), validation \(market.days(of: market.split.validation)), \
    final \(market.days(of: market.split.final)).
    Masked PPO, \(settings.preset.rawValue) preset: \(agent.observationSpace.width) observations, \
    \(agent.actionSpace.count) actions, \(agent.layout.count) parameters, \(settings.timesteps) steps, seed \(settings.seed).
    """
  }
}

/// Prints the table, the verdict and what has to be known.
func present(
  _ comparison: Comparison, market: PreparedMarket, settings: RunConfiguration, hours: Range<Int>
) throws {
  Console.print(ScorecardTable(label: TrainingRun.label(market, settings), scorecards: comparison.scorecards).text)
  let verdict = ScorecardVerdict(scorecards: comparison.scorecards)
  for sentence in [verdict.headline] + verdict.remarks + comparison.notes(market, hours: hours) { Console.print(sentence) }
}
