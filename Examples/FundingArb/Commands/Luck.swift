import ArgumentParser
import RLFramework
import TradingExperiments

/// The command `luck`.
struct Luck: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tries the tests of luck where the truth is known: on noise, and on planted edges.",
    usage: "example-funding-arb luck [<options>]",
    discussion: """
      Draws returns of many strategies without skill, takes the best, and asks whether it passes for skill: naively, \
      and deflated by the number of strategies tried. Then plants an edge in one of them.
      """)

  @Option(help: "Times that the best of the trials is taken. (default: 200)") var selections: Int?
  @Option(help: "Strategies tried each time. (default: 20)") var trials: Int?
  @Option(help: "Hours of returns of each strategy. (default: 2160)") var hours: Int?
  @Option(help: "Names the draws. (default: 1)") var seed: UInt64?

  func run() throws {
    var simulation = LuckSimulation()
    simulation.selections = selections ?? simulation.selections
    simulation.trials = trials ?? simulation.trials
    simulation.hours = hours ?? simulation.hours
    simulation.seed = seed ?? simulation.seed
    Console.print(try simulation.run().text)
  }
}
