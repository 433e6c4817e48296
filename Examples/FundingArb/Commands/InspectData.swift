import ArgumentParser
import RLFramework
import TradingExperiments

/// The command `inspect-data`.
struct InspectData: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks market data and prints what was found, what was repaired, and by which rule.",
    usage: "example-funding-arb inspect-data [<options>]")

  @OptionGroup(title: "Market") var market: MarketOptions
  @Option(help: "File of settings, JSON or YAML; flags win over it.") var config: String?
  @Option(help: .setting("Seed of the generated market.", \.seed)) var seed: UInt64?

  func run() throws {
    var given = market.given
    given["seed"] = seed
    let settings = try RunConfiguration.resolve(file: config, flags: given)
    Console.print(try MarketSource.load(settings).quality.summary)
  }
}
