import ArgumentParser

/// `example-funding-arb`: the main job of the library from market data to a report.
@main
struct FundingArb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "example-funding-arb",
    abstract:
      "Trains an agent that sees only valid actions on funding-rate arbitrage and compares it with honest baselines.",
    usage: "example-funding-arb [<subcommand>] [<options>]",
    discussion: """
      Without --data everything runs on a generated market, and every output says so. With --data FOLDER it runs on \
      hourly candles and settled funding (FOLDER/candles-1h/VENUE/SYMBOL.csv, FOLDER/funding/VENUE/SYMBOL.csv).

      The history is cut into three windows: the agent trains on the first, the best checkpoint is selected on the \
      second, and the third is evaluated once, at the end.
      """,
    subcommands: [
      Train.self, Evaluate.self, Baselines.self, InspectData.self, Study.self, PBT.self, WalkForward.self, Luck.self,
    ],
    defaultSubcommand: Train.self)
}
