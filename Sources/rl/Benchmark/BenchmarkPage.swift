import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

/// The command `rl benchmark table`.
struct BenchmarkPage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table", abstract: "Prints the page of a benchmark in Markdown, from its result files alone.")

  @OptionGroup var suiteOptions: SuiteOptions
  @Option(help: "The folder of the results. (default: Benchmarks/results/SUITE)") var results: String?

  func run() throws {
    let suite = try BenchmarkSuite.named(suiteOptions.suite)
    let folder = URL(fileURLWithPath: results ?? "Benchmarks/results/\(suite.name)")
    print(
      try BenchmarkTable(suite: suite, results: ResultFolder(folder), registry: .standard).markdown, terminator: "")
  }
}
