import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

/// The command `rl benchmark run`, which `rl benchmark` alone stands for.
struct BenchmarkRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Trains presets and evaluates each agent on episodes that it never saw.",
    discussion: """
      A result that was made with the settings of today is kept; one that was made with others is made again, and the \
      message says which setting changed. Lines about what happens go to standard error.
      """)

  @OptionGroup var suiteOptions: SuiteOptions
  @Option(help: "Train every preset from seeds 1 to this.") var seeds = 10
  @Option(
    help: ArgumentHelp(
      "Run only these presets: a whole name, an agent or a task, where * stands for anything. May be repeated.",
      valueName: "pattern"))
  var only: [String] = []
  @Option(help: "The folder for results. (default: Benchmarks/results/SUITE)") var output: String?
  @Option(help: "Runs at once, each on a thread of its own. (default: the number of cores)") var jobs: Int?
  @Option(help: "Evaluation episodes of each agent.") var episodes = 100
  @Option(help: "Environment steps of every run. (default: the budget of its preset)") var steps: Int?
  @Flag(help: "Make results again that are there already.") var fresh = false

  func validate() throws {
    for (name, value) in [("seeds", seeds), ("episodes", episodes), ("jobs", jobs ?? 1), ("steps", steps ?? 1)]
    where value < 1 {
      throw ValidationError("\(name) must be at least 1, was \(value)")
    }
  }

  func run() throws {
    let suite = try BenchmarkSuite.named(suiteOptions.suite)
    let presets = try suite.presets(matching: only).map { preset in
      var preset = preset
      preset.steps = steps ?? preset.steps
      return preset
    }
    let folder = URL(fileURLWithPath: output ?? "Benchmarks/results/\(suite.name)")
    let options = BenchmarkOptions(
      seeds: seeds, episodes: episodes, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, isFresh: fresh,
      version: RLFrameworkVersion.current)
    let runner = BenchmarkRunner(suite: suite, results: ResultFolder(folder), options: options, registry: .standard)
    let outcomes = runner.run(presets) { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
    print(Self.summary(of: outcomes))
    if outcomes.contains(where: { if case .failed = $0 { true } else { false } }) { throw ExitCode.failure }
  }

  /// How many runs came to what.
  private static func summary(of outcomes: [RunOutcome]) -> String {
    var counts = (trained: 0, kept: 0, unavailable: 0, failed: 0)
    for outcome in outcomes {
      switch outcome {
      case .trained: counts.trained += 1
      case .kept: counts.kept += 1
      case .unavailable: counts.unavailable += 1
      case .failed: counts.failed += 1
      }
    }
    return "\(counts.trained) trained, \(counts.kept) there already, \(counts.unavailable) cannot run here, "
      + "\(counts.failed) failed"
  }
}
