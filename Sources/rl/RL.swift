import ArgumentParser

/// The command line of the library.
@main
struct RL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rl",
    abstract: "Trains, measures and inspects the agents of RLFramework.",
    subcommands: [
      List.self, Train.self, Evaluate.self, Presets.self, Benchmark.self, Bench.self, Describe.self, Inspect.self,
    ])
}
