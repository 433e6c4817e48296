import ArgumentParser
import Foundation
import RLFramework
import TensorBoardLogging
import TradingExperiments

/// The command `walk-forward`.
struct WalkForward: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk-forward",
    abstract: "Trains and tests over many folds and says how likely the result is to be luck.",
    usage: "example-funding-arb walk-forward [<options>]",
    discussion: """
      Every fold fits its scaler and weights on its own training hours, chooses by its own validation hours and is \
      tested once, with positions closed at the edges at full cost. The stitched tests are deflated by every policy \
      that was judged, and tried again at doubled cost, with the signal delayed and with the signal shuffled. The \
      final window of the main job has no part in it. Finished folds are kept: --resume goes on with the others.
      """)

  @OptionGroup(title: "Market") var market: MarketOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Agent") var agent: AgentOptions
  @OptionGroup(title: "Folds") var plan: WalkForwardOptions
  @Option(help: "File of settings, JSON or YAML; flags win over it.") var config: String?
  @Option(help: "Folds that train at once, each on one thread. (default: the number of cores)") var workers: Int?
  @Option(help: "New folder for everything that comes out. (default: runs/walk-forward-TIME)") var output: String?
  @Option(help: "Folder of a stopped run to go on with, by the settings it has; takes no other option but --workers.")
  var resume: String?

  func run() throws {
    if let warning = Kernels.blasWarning { Console.print("Warning: \(warning)") }
    let workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
    guard workers > 0 else {
      throw ConfigurationError(field: "--workers", must: "be positive", found: "\(workers)")
    }
    let run = try prepared()
    Console.print(Self.introduction(run, workers: workers))
    let results: [FoldResult]
    do {
      results = try InterruptWatcher.watching {
        try run.results(
          workers: workers,
          watchers: { _, directory in [TensorBoardWriter(folder: directory.folder), InterruptWatcher()] },
          finished: { result in Console.print(Self.line(of: result)) })
      }
    } catch is ExperimentStopped {
      let folder = run.folder.relativePath
      Console.print("Stopped and saved. Go on with: example-funding-arb walk-forward --resume \(folder)")
      throw ExitCode(InterruptWatcher.exitStatus)
    }
    let judgement = WalkForwardJudgement(run, results)
    try judgement.write()
    Self.present(judgement)
    Console.print("Everything is in \(run.folder.relativePath): open report.html.")
  }

  private func prepared() throws -> WalkForwardRun {
    var given = market.given.merging(task.given) { _, new in new }.merging(agent.given) { _, new in new }
    given["output"] = output
    guard let resume else {
      let settings = try RunConfiguration.resolve(file: config, flags: given)
      try settings.requireFreshStart()
      let scheme = try plan.settings(episodeHours: settings.resolvedEpisodeHours)
      let folder = RunDirectory.folder(settings.output, named: "walk-forward")
      guard !WalkForwardRun.isRun(folder) else {
        throw ExperimentError(
          "\(folder.relativePath) holds a run already: go on with --resume \(folder.relativePath), or choose another "
            + "--output")
      }
      let run = try WalkForwardRun(settings, scheme, source: try MarketSource(settings), folder: folder)
      try run.prepare()
      return run
    }
    guard given.isEmpty, config == nil, plan.isEmpty else {
      throw ValidationError("--resume goes on with the settings of the run, was given together with other options")
    }
    let folder = URL(fileURLWithPath: resume)
    let document = try WalkForwardRun.read(folder)
    let run = try WalkForwardRun(
      document.settings, document.scheme, source: try MarketSource(document.settings), folder: folder)
    try run.prepare()
    return run
  }

  private static func introduction(_ run: WalkForwardRun, workers: Int) -> String {
    let scheme =
      run.arrangement.map { "\($0.splits.count) splits of \($0.groups.count) groups, \($0.paths.count) paths" }
      ?? "\(run.plans.count) \(run.scheme.scheme.rawValue) folds"
    return """
      Walk-forward validation on \(run.source.origin.label): \(scheme), purge \(run.scheme.purge) h, embargo \
      \(run.scheme.embargo) h; \(run.settings.preset.rawValue) preset, \(run.settings.wholeSteps) steps a fold, \
      seed \(run.settings.seed), \(workers) at a time.
      """
  }

  private static func line(of result: FoldResult) -> String {
    let profits = result.plays.compactMap { $0.first { $0.role == .agent && $0.condition == .unchanged }?.profit }
    let amounts = profits.map { NumberText.fixed($0, decimals: 2) }.joined(separator: ", ")
    return "fold \(result.plan.name): \(result.trials.count) policies judged, that of step \(result.chosenSteps) "
      + "chosen, test \(amounts) USD"
  }

  private static func present(_ judgement: WalkForwardJudgement) {
    Console.print("")
    Console.print(FoldTable(judgement.reported).text)
    let settings = judgement.run.settings
    let label = "\(settings.preset.rawValue) preset, \(judgement.run.source.origin.label), stitched tests"
    Console.print(ScorecardTable(label: label, scorecards: judgement.luck.scorecards).text)
    Console.print(StressTable(judgement.luck.stresses).text)
    Console.print(judgement.luck.verdict.text)
    for note in judgement.notes { Console.print(note) }
  }
}
