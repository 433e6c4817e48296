import ArgumentParser

/// The command `rl bench`.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures speed on this machine.",
    discussion: """
      Every command prints the sgemm peak that it measured in the same process, since only ratios taken in one run mean \
      anything. Build with -c release.
      """,
    subcommands: [
      BenchPPO.self, BenchA2C.self, BenchRecurrentPPO.self, BenchDQN.self, BenchQRDQN.self, BenchSAC.self,
      BenchTD3.self, BenchDDPG.self, BenchCartPole.self, BenchPendulum.self, BenchEnvironment.self, BenchReplay.self,
      BenchTape.self, BenchInference.self, BenchProduct.self, BenchPopulation.self, BenchMPI.self,
    ])
}

/// How a measurement is printed.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func print(_ measurement: Measurement) {
    Swift.print(json ? measurement.json : measurement.text)
  }
}
