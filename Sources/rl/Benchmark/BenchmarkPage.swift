import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

/// The command `rl benchmark table`.
struct BenchmarkPage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table", abstract: "Writes the page of a benchmark in Markdown, from its result files alone.")

  @OptionGroup var suiteOptions: SuiteOptions
  @Option(help: "The folder of the results. (default: Benchmarks/results/SUITE)") var results: String?
  @Option(help: "The file for the page. (default: standard output)") var output: String?

  func run() throws {
    let suite = try BenchmarkSuite.named(suiteOptions.suite)
    let folder = URL(fileURLWithPath: results ?? "Benchmarks/results/\(suite.name)")
    let page = try BenchmarkTable(suite: suite, results: ResultFolder(folder), registry: .standard).markdown
    guard let output else { return print(page, terminator: "") }
    try AtomicFile.write(page, to: URL(fileURLWithPath: output))
  }
}
