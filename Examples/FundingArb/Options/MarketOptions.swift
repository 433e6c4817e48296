import ArgumentParser
import RLFramework
import TradingExperiments

extension RunConfiguration.Market: ExpressibleByArgument {}

/// Which market.
struct MarketOptions: ParsableArguments {
  @Option(help: "Folder with candles-1h/ and funding/; without it a market is generated.")
  var data: String?
  @Option(
    help: "Generated market: calibrated, planted, noisy or calm. (default: planted, calibrated for layout document)")
  var market: RunConfiguration.Market?
  @Option(help: "Symbols to use, with commas. (default: all)")
  var symbols: NameList?
  @Option(help: "Venues to use, with commas. (default: all)")
  var venues: NameList?
  @Option(help: .setting("Days of the generated market.", \.syntheticDays))
  var syntheticDays: Int?
  @Option(help: "First day of the training window, YYYY-MM-DD. (default: the first of the data)")
  var trainFrom: String?
  @Option(help: "First day of the validation window; needs --final-from. (default: after 60 % of the hours)")
  var validationFrom: String?
  @Option(help: "First day of the final window; needs --validation-from. (default: after 80 % of the hours)")
  var finalFrom: String?
  @Option(help: "Day after the final window. (default: the end of the data)")
  var finalTo: String?

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["data"] = data
    given["market"] = market?.rawValue
    given["symbols"] = symbols?.names
    given["venues"] = venues?.names
    given["syntheticDays"] = syntheticDays
    given["trainFrom"] = trainFrom
    given["validationFrom"] = validationFrom
    given["finalFrom"] = finalFrom
    given["finalTo"] = finalTo
    return given
  }
}
