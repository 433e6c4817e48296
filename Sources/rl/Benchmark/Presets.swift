import ArgumentParser
import Benchmarking

/// The command `rl presets`.
struct Presets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the named configurations, or prints one in full.",
    discussion: """
      A preset is an agent with settings that suit one task. What is printed for a name is a document that \
      makeAgent(json:) reads.
      """)

  @Argument(help: "The preset to print, such as ppo/CartPole-v1; all are listed without it.")
  var name: String?

  func run() throws {
    guard let name else { return print(BenchmarkSuite.classic.listing) }
    print(try BenchmarkSuite.classic.preset(named: name).document)
  }
}
