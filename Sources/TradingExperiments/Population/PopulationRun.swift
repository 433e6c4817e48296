import Agents
import Foundation
import MarketData
import Persistence
import Population
import Randomness
import Reporting
import RLCore
import Settings
import Trading
import Training

/// Trains a population, chooses by the validation window, judges the choice once on the final window.
package struct PopulationRun {
  package let settings: RunConfiguration
  package let configuration: PopulationConfiguration
  package let market: PreparedMarket
  package let directory: RunDirectory
  package let task: FundingArbitrageTask
  /// The hyper-parameters of the members.
  package let space: HyperparameterSpace

  /// A run in a folder.
  package init(
    _ settings: RunConfiguration, _ configuration: PopulationConfiguration, space: HyperparameterSpace,
    market: PreparedMarket, folder: URL
  ) throws {
    self.settings = settings
    self.configuration = configuration
    self.space = space
    self.market = market
    directory = RunDirectory(folder.relativePath)
    task = try FundingArbitrageTask(settings, market: market)
  }

  /// Works on members; every rank and every thread makes the same.
  package func worker(of strategy: PopulationConfiguration) -> TaskWorker<FundingArbitrageTask> {
    TaskWorker(task, for: strategy)
  }

  /// Checks everything that can be checked before hours of training, and writes down what the run is.
  ///
  /// The record of the population comes first: wherever there is `config.json`, its process may be killed and the run
  /// goes on with the population that was asked for.
  package func prepare() throws {
    try task.validate(space)
    guard !directory.hasConfiguration else { return }
    try directory.create()
    try AtomicFile.removeLeftovers(in: directory.folder)
    _ = try trainer(configuration, in: directory.folder, on: LocalExecutor()).run(until: 0)
    let environment = try SingleRun.trainingEnvironment(settings, market)
    try directory.writeConfiguration(
      settings, market: market, agent: try SingleRun.makeAgent(settings, environment: environment))
  }

  /// Trains the population, or goes on with it.
  ///
  /// - Parameters:
  ///   - strategy: The run's own, or a baseline of the same budget.
  ///   - folder: Where its members are kept.
  ///   - executor: Where members train.
  ///   - observers: Watch.
  /// - Returns: What the population came to.
  /// - Throws: As `PopulationTrainer.run(until:)`.
  package func train(
    _ strategy: PopulationConfiguration, in folder: URL, on executor: any PopulationExecutor,
    observers: [any PopulationObserver]
  ) throws -> PopulationRecord {
    try trainer(strategy, in: folder, on: executor, observers: observers).run()
  }

  private func trainer(
    _ strategy: PopulationConfiguration, in folder: URL, on executor: any PopulationExecutor,
    observers: [any PopulationObserver] = []
  ) throws(ConfigurationError) -> PopulationTrainer<TaskWorker<FundingArbitrageTask>> {
    try PopulationTrainer(
      strategy, space: space, worker: worker(of: strategy), directory: PopulationDirectory(folder), executor: executor,
      provenance: .object([
        "dataFingerprint": .text(market.dataset.fingerprint), "task": settings.resolved.withoutPlaces.json,
      ]),
      observers: observers)
  }

  /// The baselines: the same budget without evolution.
  package var baselines: [PopulationConfiguration] {
    [PopulationStrategy.randomSearch, .seedSweep].filter { $0 != configuration.strategy }.map { strategy in
      var baseline = configuration
      baseline.strategy = strategy
      return baseline
    }
  }

  /// Whether a run of this folder has compared itself with baselines before.
  package var hasBaselines: Bool { baselines.contains { PopulationDirectory(folder(of: $0)).holdsRun } }

  /// The folder of a baseline.
  package func folder(of baseline: PopulationConfiguration) -> URL {
    directory.folder.appendingPathComponent("baselines").appendingPathComponent(baseline.strategy.rawValue)
  }

  /// The best policy of a population.
  package func best(in folder: URL) throws -> any Policy<DiscreteAction> {
    let environment = try Playthrough.environment(market, hours: market.windows.final, task: settings.task)
    return try TradingPolicy(contentsOf: PopulationDirectory(folder).bestPolicy).makeActor(in: environment)
  }

  /// Judges the best policy on the final window, once, and writes everything down.
  ///
  /// - Parameters:
  ///   - record: What the population came to.
  ///   - others: What baselines of the same budget came to.
  /// - Returns: The comparison on the final window and how likely it is to be luck.
  /// - Throws: `ExperimentError` if every training failed, `FileError` where a file cannot be read or written.
  package func conclude(_ record: PopulationRecord, others: [PopulationRecord]) throws -> (Comparison, LuckAssessment) {
    guard record.best != nil else { throw ExperimentError("no member could be judged: every training failed") }
    let place = PopulationDirectory(directory.folder)
    try AtomicFile.write(try AtomicFile.read(place.bestPolicy), to: directory.policy)
    try PopulationSchedule(ofBestIn: record)?.write(to: directory.folder.appendingPathComponent("schedule.json"))
    let agent = try best(in: directory.folder)
    let random = RandomStream(seed: settings.seed).split("judgement")
    let window = TestWindow(
      market: market, hours: market.windows.final, task: settings.task, agentName: settings.agentTitle,
      random: random)
    // Baselines are compared with, not chosen from: their judgements are no trials.
    let trials = record.history.stretches.map(Trial.init)
    let candidates = trials.map(\.dailyReturns).filter { !$0.isEmpty }
    let luck = LuckAssessment(
      windows: [try window.plays(of: agent)], trials: trials, trialDays: market.windows.validation.count / 24,
      candidates: candidates, random: random)
    try directory.writeVerdict(luck.verdict)
    let comparison = try SingleRun.judge(
      agent, named: settings.agentTitle, on: market, hours: market.windows.final, settings: settings,
      directory: directory, curves: [],
      remarks: [
        record.best.map {
          "The policy that was chosen is that of member \($0.member) after generation \($0.generation + 1), the best "
            + "judgement of all; the lineage shows what became of that member."
        },
        "The deflated Sharpe ratio counts all \(record.trials) judgements; the probability of backtest overfitting "
          + "compares the \(candidates.count) of them that could be made.",
      ].compactMap { $0 },
      luck: luck, population: try reported(record, others: others))
    return (comparison, luck)
  }

  /// The population as reports show it.
  private func reported(_ record: PopulationRecord, others: [PopulationRecord]) throws -> ReportedPopulation {
    let hyperparameters = space.hyperparameters.map { parameter in
      if case .logUniform = parameter.domain {
        ReportedPopulation.HyperParameter(name: parameter.path, isLogarithmic: true)
      } else {
        ReportedPopulation.HyperParameter(name: parameter.path)
      }
    }
    let rows = record.history.stretches.map { stretch in
      ReportedPopulation.Record(
        member: stretch.member, generation: stretch.generation + 1, steps: stretch.steps,
        fitness: stretch.fitness ?? .nan, source: stretch.event == .copy ? stretch.parent : nil,
        values: space.hyperparameters.map { stretch.hyperparameters[$0.path]?.double ?? .nan })
    }
    let strategies = try ([record] + others).map { other in
      let folder =
        other.configuration.strategy == configuration.strategy
        ? directory.folder : self.folder(of: other.configuration)
      let played = try Playthrough(
        "final", agent: try best(in: folder), on: market, hours: market.windows.final, task: settings.task)
      return ReportedStrategy(
        name: other.configuration.strategy.title,
        steps: other.configuration.stepsPerMember * other.configuration.members, trials: other.trials,
        bestFitness: other.best?.fitness ?? .nan, finalResult: Trial(steps: 0, played.recording).profit)
    }
    return ReportedPopulation(
      hyperParameters: hyperparameters, records: rows, best: record.best?.member,
      fitnessUnit: "USD net profit on the validation window", strategies: others.isEmpty ? [] : strategies)
  }
}

extension RunConfiguration {
  /// These settings without where files are: the same run in another place.
  package var withoutPlaces: RunConfiguration {
    var settings = self
    settings.data = nil
    settings.output = nil
    return settings
  }
}
