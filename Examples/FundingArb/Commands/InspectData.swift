import ArgumentParser
import RLFramework

/// `inspect-data`
struct InspectData: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks market data and prints what was found, what was repaired, and by which rule.")

  @OptionGroup(title: "Market") var market: MarketOptions
  @Option(help: "Seed of the generated market. (default: 1)") var seed: UInt64?

  func run() throws {
    var given = market.given
    given["seed"] = seed
    let settings = try RunConfiguration.resolve(file: nil, flags: given)
    Console.print(try PreparedMarket.load(settings).quality.summary)
  }
}
