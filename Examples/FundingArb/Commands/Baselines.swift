import ArgumentParser
import RLFramework
import TradingExperiments

/// The command `baselines`.
struct Baselines: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays the baselines over the validation and the final window.",
    usage: "example-funding-arb baselines [<options>]",
    discussion: """
      No trade, random valid actions, and a threshold rule chosen on the training window, at the agent's costs.
      """)

  @OptionGroup(title: "Market") var market: MarketOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @Option(help: "File of settings, JSON or YAML; flags win over it.") var config: String?
  @Option(help: .setting("Seed of the generated market and of the random actions.", \.seed)) var seed: UInt64?

  func run() throws {
    var given = market.given.merging(task.given) { _, new in new }
    given["seed"] = seed
    let settings = try RunConfiguration.resolve(file: config, flags: given)
    let prepared = try PreparedMarket(settings)
    for hours in [prepared.windows.validation, prepared.windows.final] {
      let comparison = try Comparison(
        agent: nil, on: prepared, hours: hours, task: settings.task, random: RandomStream(seed: settings.seed))
      let label = SingleRun.label(prepared, settings)
      Console.print(ScorecardTable(label: label, scorecards: comparison.scorecards).text)
      for note in comparison.notes(prepared, hours: hours) { Console.print(note) }
      Console.print("")
    }
  }
}
