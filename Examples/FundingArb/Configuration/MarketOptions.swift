import ArgumentParser
import RLFramework

/// Which market.
struct MarketOptions: ParsableArguments {
  @Option(help: "Folder with candles-1h/ and funding/; without it a market is generated.")
  var data: String?
  @Option(help: "Symbols to use, with commas. (default: all)")
  var symbols: String?
  @Option(help: "Venues to use, with commas. (default: all)")
  var venues: String?
  @Option(help: "Days of the generated market. (default: 180)")
  var syntheticDays: Int?
  @Option(help: "First day of the training window, YYYY-MM-DD. (default: the first)")
  var trainFrom: String?
  @Option(help: "First day of the validation window. (default: after 60 % of the hours)")
  var validationFrom: String?
  @Option(help: "First day of the final window. (default: after 80 % of the hours)")
  var finalFrom: String?
  @Option(help: "Day after the final window. (default: the end of the data)")
  var finalTo: String?

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["data"] = data
    given["symbols"] = symbols.map(list)
    given["venues"] = venues.map(list)
    given["syntheticDays"] = syntheticDays
    given["trainFrom"] = trainFrom
    given["validationFrom"] = validationFrom
    given["finalFrom"] = finalFrom
    given["finalTo"] = finalTo
    return given
  }

  private func list(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
  }
}
