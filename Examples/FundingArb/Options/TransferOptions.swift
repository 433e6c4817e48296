import ArgumentParser
import RLFramework
import TradingExperiments

/// Where training begins.
struct TransferOptions: ParsableArguments {
  @Option(
    help: "Folder of a run, or of a population, whose policy training begins with; it must fit preset and network.")
  var initializeFrom: String?
  @Option(
    help: "Parts of it that stay as they are: beginnings of parameter names with commas, as in policy.0,value.0.")
  var freeze: NameList?

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["initializeFrom"] = initializeFrom
    given["freeze"] = freeze?.names
    return given
  }
}
