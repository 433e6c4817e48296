import ArgumentParser
import Foundation
import PopulationMPI
import RLFramework
import TradingExperiments

/// The command `pbt`.
struct PBT: ParsableCommand {
  /// Where members train.
  enum Executor: String, CaseIterable, ExpressibleByArgument {
    case local
    case mpi
  }

  static let configuration = CommandConfiguration(
    commandName: "pbt",
    abstract: "Trains a population of agents that copy the better ones and change their hyper-parameters.",
    usage: "example-funding-arb pbt [<options>]",
    discussion: """
      Members train side by side and are judged by net profit on the validation window; the last quarter copies the \
      first and explores from there. The best policy is judged once on the final window, with every judgement counted \
      as a trial. The run can be killed at any moment: --resume goes on, and the result is the same.

      Other defaults than elsewhere: the pbt preset, 500000 steps a member, 256 steps of each environment between \
      updates and minibatches of 256.
      """)

  @OptionGroup(title: "Market") var market: MarketOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Agent") var agent: AgentOptions
  @OptionGroup(title: "Population") var population: PopulationOptions
  @Flag(help: "Also train random search and a sweep of seeds, each with the same budget, and compare.")
  var compare = false
  @Option(help: "File of settings, JSON or YAML; flags win over it.") var config: String?
  @Option(help: "Members that train at once, each on one thread. (default: the number of cores)") var workers: Int?
  @Option(help: "Where members train: on this machine, or on the ranks of mpirun.") var executor: Executor = .local
  @Option(help: "New folder for everything that comes out. (default: runs/pbt_TIME)") var output: String?
  @Option(help: "Folder of a stopped run to go on with; takes no other option but --workers, --executor and --compare.")
  var resume: String?
  @Option(help: "File of a schedule that a population found: trains one fresh agent by it, and shows how it is judged.")
  var replay: String?

  func run() throws {
    let workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
    guard workers > 0 else {
      throw ConfigurationError(field: "--workers", must: "be positive", found: "\(workers)")
    }
    let run = try prepared()
    if let replay { return try replaySchedule(URL(fileURLWithPath: replay), run) }
    switch executor {
    case .local: try perform(run, on: LocalExecutor(workers: workers), workers: workers)
    case .mpi:
      // All strategies have the same judges, so that one worker serves them all.
      let worker = run.worker(of: run.configuration)
      _ = try MPISession.run(with: worker) { executor in
        try perform(run, on: executor, workers: executor.parallelism)
      }
    }
  }

  /// Trains, compares and concludes; on rank 0 alone where there are several.
  private func perform(_ run: PopulationRun, on executor: any PopulationExecutor, workers: Int) throws {
    if let warning = Kernels.blasWarning { Console.print("Warning: \(warning)") }
    if resume == nil { try run.directory.requireUnused() }
    try run.prepare()
    Console.print(introduction(run, workers: workers))
    let speed = PopulationSpeed(run.configuration)
    let record = try run.train(
      run.configuration, in: run.directory.folder, on: executor,
      observers: [speed, GenerationPrinter { Console.print($0 + "\n") }])
    let environment = try SingleRun.trainingEnvironment(run.settings, run.market)
    let weights = try SingleRun.makeAgent(run.settings, environment: environment).parameterCount()
    Console.print(speed.text(run.settings, weights: weights, workers: workers))
    var others: [PopulationRecord] = []
    for baseline in compare || run.hasBaselines ? run.baselines : [] {
      Console.print("Baseline of the same budget: \(baseline.strategy.title).")
      others.append(try run.train(baseline, in: run.folder(of: baseline), on: executor, observers: []))
    }
    if !others.isEmpty { Console.print("\n" + StrategyComparison([record] + others).text + "\n") }
    let (comparison, luck) = try run.conclude(record, others: others)
    try present(comparison, market: run.market, settings: run.settings, hours: run.market.windows.final)
    Console.print("")
    Console.print(StressTable(luck.stresses).text)
    Console.print(luck.verdict.text)
    Console.print("Everything is in \(run.directory.folder.relativePath): open report.html.")
  }

  private func prepared() throws -> PopulationRun {
    var given = market.given.merging(task.given) { _, new in new }.merging(agent.given) { _, new in new }
    given["output"] = output
    if let resume {
      guard given.isEmpty, config == nil, population.isEmpty, replay == nil else {
        throw ValidationError("--resume goes on with the settings of the run, was given together with other options")
      }
      let directory = RunDirectory(resume)
      let settings = try directory.readConfiguration()
      let place = PopulationDirectory(directory.folder)
      guard place.holdsRun else {
        throw ExperimentError("\(resume) must be the folder of a population, was without population.json")
      }
      let record = try PopulationRecord(contentsOf: place)
      return try PopulationRun(
        settings, record.configuration, space: record.space, market: try PreparedMarket(settings),
        folder: directory.folder)
    }
    let settings = try RunConfiguration.resolve(file: config, flags: given, defaults: .population)
    try settings.requireFreshStart()
    let configuration = try population.configuration(for: settings)
    let space = try population.space(for: settings)
    // Whatever is wrong with the data is found before there is a folder.
    let market = try PreparedMarket(settings)
    return try PopulationRun(settings, configuration, space: space, market: market, folder: try folder(settings.output))
  }

  /// The folder of a new run.
  private func folder(_ output: String?) throws -> URL {
    if let output { return URL(fileURLWithPath: output) }
    let runs = URL(fileURLWithPath: "runs")
    // A replay writes nothing.
    if replay != nil { return runs }
    guard executor == .local else {
      throw ValidationError("--executor mpi needs --output or --resume: ranks must agree on a folder")
    }
    return try PopulationDirectory.create(in: runs).url
  }

  private func introduction(_ run: PopulationRun, workers: Int) -> String {
    """
    Population-based training on \(run.market.origin.label), \(run.settings.preset.rawValue) preset: \
    \(run.configuration.members) members, \(run.configuration.stepsPerMember) steps each, judged every \
    \(run.configuration.interval); \(workers) at a time, seed \(run.configuration.seed).
    Windows: train \(run.market.trainingDays), validation \(run.market.days(of: run.market.windows.validation)), final \
    \(run.market.days(of: run.market.windows.final)).

    """
  }

  private func replaySchedule(_ file: URL, _ run: PopulationRun) throws {
    let schedule = try PopulationSchedule(contentsOf: file)
    let results = try schedule.replay(
      with: run.worker(of: run.configuration), random: RandomStream(seed: run.settings.seed).split("replay"))
    for (segment, result) in zip(schedule.segments, results) {
      Console.print(
        "step \(segment.endStep): \(NumberText.fixed(result.judgement.fitness, decimals: 2)) USD on the validation window, with "
          + segment.hyperparameters.text(in: run.space))
    }
  }
}
