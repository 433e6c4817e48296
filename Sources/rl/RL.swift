import ArgumentParser

/// The command line of the library.
@main
struct RL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rl",
    abstract: "Measures and inspects RLFramework.",
    subcommands: [Bench.self, Describe.self])
}
