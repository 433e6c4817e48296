import ArgumentParser

/// The command line of the library.
@main
struct RL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rl",
    abstract: "Trains, measures and inspects the agents of RLFramework.",
    subcommands: [Presets.self, Benchmark.self, Bench.self, Describe.self])
}
