import ArgumentParser

/// The command `rl benchmark`.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Proves that the agents learn: trains presets from several seeds and tabulates what they reach.",
    discussion: """
      Every run leaves a small file, and a file that is there is not made again: stop it at any time, start it again and \
      it goes on. Build with -c release.
      """,
    subcommands: [BenchmarkRun.self, BenchmarkPage.self], defaultSubcommand: BenchmarkRun.self)
}

/// Which suite, and where its results are.
struct SuiteOptions: ParsableArguments {
  @Option(help: "The suite of presets.") var suite = "classic"
}
