import ArgumentParser
import RLFramework

/// Where training begins.
struct TransferOptions: ParsableArguments {
  @Option(
    help: "Folder of a run, or of a population, whose policy training begins with; it must fit preset and network.")
  var initializeFrom: String?
  @Option(
    help: """
      Parts of that policy that stay as they are, as beginnings of parameter names with commas: policy.0,value.0. \
      (default: none)
      """)
  var freeze: NameList?

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["initializeFrom"] = initializeFrom
    given["freeze"] = freeze?.names
    return given
  }
}
