import Accounting
import Agents
import Envs
import Foundation
import MarketData
import Persistence
import Randomness
import Reporting
import RLCore
import Settings
import Trading
import Training

/// Trains an agent, selects its best policy, judges it once on the final window and writes everything down.
///
/// A run that was stopped, or killed, resumes from its last checkpoint and ends with the same bytes.
public struct SingleRun {
  /// What it was made with.
  public let settings: RunConfiguration
  /// The market, cut into its windows.
  public let market: PreparedMarket
  /// Where its files go.
  public let directory: RunDirectory
  /// What is trained.
  public let agent: any Agent<DiscreteAction>
  /// What it is trained in.
  public let environment: FundingArbitrageEnvironment
  package let log = MetricsLog()
  /// What chooses the policy.
  public let selector: PolicySelector
  /// Sentences on the policy that training began with; empty if it began afresh.
  public let beginning: [String]
  private let training: any ResumableTraining

  /// Prepares a run; resumes from the checkpoint of the folder, if it came to one, where `resumes` is set.
  ///
  /// - Parameters:
  ///   - settings: Everything resolved.
  ///   - market: Cut into the windows of the run.
  ///   - directory: Where everything goes.
  ///   - resumes: Whether the folder holds the same run already.
  ///   - watchers: Callbacks beside those that keep the files.
  /// - Throws: `FileError` if the folder cannot be used or its checkpoint does not fit, `ConfigurationError`.
  public init(
    _ settings: RunConfiguration, market: PreparedMarket, directory: RunDirectory, resumes: Bool,
    watchers: RunWatchers = { _, _ in [] }
  ) throws {
    self.settings = settings
    self.market = market
    self.directory = directory
    environment = try Self.trainingEnvironment(settings, market)
    agent = try Self.makeAgent(settings, environment: environment)
    selector = PolicySelector(agent: agent, market: market, settings: settings, directory: directory, log: log)
    // The selector writes the checkpoint: whatever belongs into it must have happened.
    let callbacks = [log] + watchers(selector, directory) + [selector]
    training = try Self.training(agent, environment, settings, market, callbacks)
    // Whoever was killed here before may have left parts of files, also before there was a checkpoint.
    try AtomicFile.removeLeftovers(in: directory.folder)
    if resumes, directory.hasCheckpoint {
      beginning = try directory.readBeginning()
      try restore()
    } else {
      beginning = try Self.begin(agent, environment, settings, market)
      try directory.create()
      try directory.writeConfiguration(settings, market: market, agent: agent, beginning: beginning)
    }
  }

  /// What a fresh agent begins with.
  ///
  /// - Returns: Sentences on it.
  private static func begin(
    _ agent: any Agent<DiscreteAction>, _ environment: FundingArbitrageEnvironment, _ settings: RunConfiguration,
    _ market: PreparedMarket
  ) throws -> [String] {
    if let inherited = try Inheritance(settings)?.hand(to: agent, on: market) { return inherited }
    guard settings.warmStart == .rule, let agent = agent as? PPO<DiscreteAction> else { return [] }
    let random = RandomStream(seed: settings.seed).split("warm start")
    return [try RuleImitation(agent, in: environment, random: random).sentence]
  }

  /// An environment of the training hours.
  package static func trainingEnvironment(
    _ settings: RunConfiguration, _ market: PreparedMarket
  ) throws -> FundingArbitrageEnvironment {
    var task = settings.task
    task.dataRanges = market.windows.train
    do {
      return try FundingArbitrageEnvironment(market: market.market, configuration: task)
    } catch {
      throw RunConfiguration.inOurTerms(error)
    }
  }

  /// The loop by itself, or in the stages of the curriculum.
  private static func training(
    _ agent: any Agent<DiscreteAction>, _ environment: FundingArbitrageEnvironment, _ settings: RunConfiguration,
    _ market: PreparedMarket, _ callbacks: [any Callback]
  ) throws -> any ResumableTraining {
    let random = RandomStream(seed: settings.seed)
    guard settings.curriculum else {
      let environments = try VectorEnvironment(
        Array(repeating: environment, count: settings.environments), random: random.split("environments"))
      return Trainer(
        agent, in: environments, totalSteps: settings.wholeSteps, callbacks: callbacks,
        random: random.split("training"))
    }
    return Curriculum(
      agent, phases: try TradingCurriculum(settings, market).phases, totalSteps: settings.wholeSteps,
      callbacks: callbacks, random: random.split("curriculum"))
  }

  private func restore() throws {
    let archive = try TensorArchive.read(directory.checkpoint)
    do throws(ArchiveError) {
      let fingerprint = try archive.text("dataFingerprint")
      guard fingerprint == market.dataset.fingerprint else {
        throw ArchiveError("was made on other data: fingerprint \(fingerprint), now \(market.dataset.fingerprint)")
      }
      try training.restore(.training, from: archive)
    } catch {
      throw FileError.unusable(path: directory.checkpoint.path, problem: error.problem)
    }
    guard selector.memory.best != nil else { return }
    _ = try TradingPolicy(contentsOf: directory.policy).makeActor(in: environment)
  }

  /// What happened in the stages of the curriculum; empty without one.
  public var stages: [CurriculumRecord] {
    (training as? Curriculum<VectorEnvironment<FundingArbitrageEnvironment>>)?.records ?? []
  }

  /// An agent for the task of some settings, untrained.
  package static func makeAgent(
    _ settings: RunConfiguration, environment: FundingArbitrageEnvironment
  ) throws -> any Agent<DiscreteAction> {
    let context = AgentContext<DiscreteAction>(
      observationSpace: environment.observationSpace, actionSpace: environment.actionSpace, masksActions: true,
      environments: settings.environments, random: RandomStream(seed: settings.seed).split("agent"))
    return try Registry.standard.agent(
      settings.agent, settings: try settings.agentConfiguration().json, in: context)
  }

  /// Trains until the steps are taken or someone stops it.
  ///
  /// - Returns: Whether the run is complete.
  public func train() throws -> Bool {
    try training.run()
    return training.progress.isComplete
  }

  /// Judges the selected policy on the final window, once, beside the baselines, and writes books, scorecards and report.
  public func conclude() throws -> Comparison {
    try Self.judge(
      try selectedAgent(), named: settings.agentTitle, on: market, hours: market.windows.final, settings: settings,
      directory: directory, curves: log.curves, remarks: remarks)
  }

  /// Sentences on how the policy came about.
  public var remarks: [String] { beginning + stages.map(\.sentence) + (selector.staysOut ? [StayOut.remark] : []) }

  /// The policy that the validation window chose.
  public func selectedAgent() throws -> any Policy<DiscreteAction> {
    let environment = try Playthrough.environment(market, hours: market.windows.final, task: settings.task)
    return try TradingPolicy(contentsOf: directory.policy).makeActor(in: environment)
  }

  /// Plays the agent and the baselines over a window and writes what came of it.
  package static func judge(
    _ agent: any Policy<DiscreteAction>, named name: String, on market: PreparedMarket, hours: Range<Int>,
    settings: RunConfiguration, directory: RunDirectory, curves: [LearningCurve], remarks: [String] = [],
    luck: LuckAssessment? = nil, population: ReportedPopulation? = nil
  ) throws -> Comparison {
    let comparison = try Comparison(
      agent: agent, named: name, on: market, hours: hours, task: settings.task,
      random: RandomStream(seed: settings.seed).split("judgement"))
    guard let played = comparison.playthroughs.first else {
      preconditionFailure("Invariant: a comparison with an agent begins with it")
    }
    let label = Self.label(market, settings)
    try directory.create()
    try directory.writeBooks(played)
    try directory.writeScorecards(label, comparison.scorecards)
    let report = ReportInput(
      title: "Funding arbitrage, \(settings.preset.rawValue) preset", origin: market.origin,
      initialCash: settings.capital, scorecards: comparison.scorecards,
      curves: comparison.playthroughs.map { .init(name: $0.name, role: $0.role, points: $0.recording.equity) },
      trades: played.recording.trades, ledger: played.recording.ledger, learningCurves: curves,
      settings: try settingRows(settings, source: market.source) + windowRows(market),
      notes: remarks + comparison.notes(market, hours: hours),
      luckVerdict: luck?.reported, population: population)
    try AtomicFile.write(HTMLReport.render(report), to: directory.report)
    return comparison
  }

  /// What a table is about.
  public static func label(_ market: PreparedMarket, _ settings: RunConfiguration) -> String {
    "\(settings.preset.rawValue) preset, \(market.origin.label), training seed \(settings.seed)"
  }

  /// The resolved settings and what they were applied to, as reports show them.
  package static func settingRows(_ settings: RunConfiguration, source: MarketSource) throws -> [ReportInput.Setting] {
    let data = try JSONEncoder().encode(settings.resolved)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    var hidden: Set = ["data", "initializeFrom", "output", "threads"]
    if !settings.hasAgentKeys { hidden.formUnion(RunConfiguration.agentKeys) }
    let rows = object.filter { !hidden.contains($0.key) }
      .sorted { $0.key < $1.key }.map { ReportInput.Setting(key: $0.key, value: text($0.value)) }
    return rows + [
      .init(key: "data fingerprint", value: source.dataset.fingerprint),
      .init(key: "version", value: RLFrameworkVersion.current),
    ]
  }

  private static func windowRows(_ market: PreparedMarket) -> [ReportInput.Setting] {
    [
      .init(key: "train window", value: market.trainingDays),
      .init(key: "validation window", value: market.days(of: market.windows.validation)),
      .init(key: "final window", value: market.days(of: market.windows.final)),
    ]
  }

  private static func text(_ value: Any) -> String {
    switch value {
    case let list as [Any]: list.isEmpty ? "–" : list.map(text).joined(separator: ", ")
    case let object as [String: Any]:
      object.sorted { $0.key < $1.key }.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
    default: "\(value)"
    }
  }
}
