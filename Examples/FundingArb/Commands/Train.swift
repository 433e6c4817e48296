import ArgumentParser
import Foundation
import RLFramework
import TensorBoardLogging
import TradingExperiments

/// The command `train`, the default.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains, selects on the validation window, judges once on the final window, writes a report.",
    usage: "example-funding-arb [train] [<options>]",
    discussion: "Ctrl-C finishes the step, saves, and says how to go on; a second Ctrl-C ends at once.")

  @OptionGroup(title: "Market") var market: MarketOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Agent") var agent: AgentOptions
  @OptionGroup(title: "Transfer") var transfer: TransferOptions
  @Option(help: "File of settings, JSON or YAML; flags win over it.")
  var config: String?
  @Option(help: "New folder for everything that comes out. (default: runs/funding-arb-TIME)")
  var output: String?
  @Option(help: "Folder of a stopped run to go on with, by the settings it has; takes no other option.")
  var resume: String?

  func run() throws {
    if let warning = Kernels.blasWarning { Console.print("Warning: \(warning)") }
    let settings = try settings()
    let directory = RunDirectory(resume ?? settings.output)
    if resume == nil { try directory.requireUnused() }
    let prepared = try PreparedMarket(settings)
    let run = try SingleRun(settings, market: prepared, directory: directory, resumes: resume != nil) {
      selector, directory in
      [
        TensorBoardWriter(folder: directory.folder),
        ProgressBar(figures: ["valueLoss", "entropy", "loss", "epsilon"], sources: [selector]), InterruptWatcher(),
      ]
    }
    Console.print(try Self.introduction(run))
    for sentence in run.beginning { Console.print(sentence) }
    guard try InterruptWatcher.watching({ try run.train() }) else {
      Console.print("Stopped and saved. Go on with: \(Self.resumeCommand(directory))")
      throw ExitCode(InterruptWatcher.exitStatus)
    }
    try present(try run.conclude(), market: prepared, settings: settings, hours: prepared.windows.final)
    Console.print("Everything is in \(directory.folder.relativePath): open report.html.")
  }

  private var given: RunConfiguration.Given {
    var given = market.given.merging(task.given) { _, new in new }.merging(agent.given) { _, new in new }
    given.merge(transfer.given) { _, new in new }
    given["output"] = output
    return given
  }

  /// Everything resolved: defaults, file, flags; or the settings of the run to go on with.
  func settings() throws -> RunConfiguration {
    let given = given
    guard let resume else { return try RunConfiguration.resolve(file: config, flags: given) }
    let others = given.keys.sorted().map { "--" + SettingSources.flag(of: $0) } + (config == nil ? [] : ["--config"])
    guard others.isEmpty else {
      throw ValidationError(
        "--resume goes on with the settings of the run, was given together with \(others.joined(separator: ", "))")
    }
    let directory = RunDirectory(resume)
    guard !PopulationDirectory(directory.folder).holdsRun else {
      throw ExperimentError("\(resume) holds a population: go on with pbt --resume \(resume)")
    }
    return try directory.readConfiguration()
  }

  /// The command that goes on with a run, as it can be typed in the same working folder.
  private static func resumeCommand(_ directory: RunDirectory) -> String {
    [CommandLine.arguments.first ?? "example-funding-arb", "--resume", directory.folder.relativePath].map { word in
      word.contains { !$0.isLetter && !$0.isNumber && !"/._-+".contains($0) }
        ? "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'" : word
    }.joined(separator: " ")
  }

  private static func introduction(
    _ run: SingleRun
  ) throws -> String {
    let (settings, market) = (run.settings, run.market)
    return """
      Funding arbitrage on \(market.origin.label): \(market.dataset.symbols.count) symbols, \
      \(market.dataset.venues.joined(separator: ", ")), \(market.market.pairs.count) ordered pairs.
      Windows: train \(market.trainingDays), validation \(market.days(of: market.windows.validation)), \
      final \(market.days(of: market.windows.final)).
      Masked \(settings.agentTitle), \(settings.preset.rawValue) preset: \(run.environment.observationSpace.width) \
      observations, \(run.environment.actionSpace.count) actions, \(try run.agent.parameterCount()) parameters, \
      \(settings.wholeSteps) steps, \
      seed \(settings.seed).
      """
  }
}

/// Prints the table, the verdict and what has to be known.
func present(
  _ comparison: Comparison, market: PreparedMarket, settings: RunConfiguration, hours: Range<Int>,
  remarks: [String] = []
) throws {
  Console.print(ScorecardTable(label: SingleRun.label(market, settings), scorecards: comparison.scorecards).text)
  let verdict = ScorecardVerdict(scorecards: comparison.scorecards)
  for sentence in [verdict.headline] + verdict.remarks + remarks + comparison.notes(market, hours: hours) {
    Console.print(sentence)
  }
}
