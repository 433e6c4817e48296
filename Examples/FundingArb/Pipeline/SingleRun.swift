import Foundation
import RLFramework
import TensorBoardLogging

/// Trains an agent, selects its best policy, judges it once on the final window and writes everything down.
struct SingleRun {
  let settings: RunConfiguration
  let market: PreparedMarket
  let directory: RunDirectory
  let agent: PPO<DiscreteAction>
  private let random: RandomStream
  private let environments: VectorEnvironment<FundingArbitrageEnvironment>
  private let log: MetricsLog
  private let best: PolicySelector.Best?
  private var progress: TrainingProgress

  /// Prepares a run; goes on from the checkpoint of the folder where `resumes` is set.
  init(_ settings: RunConfiguration, market: PreparedMarket, directory: RunDirectory, resumes: Bool) throws {
    self.settings = settings
    self.market = market
    self.directory = directory
    random = RandomStream(seed: settings.seed)
    var task = settings.task
    task.dataRange = market.split.train
    let environment: FundingArbitrageEnvironment
    do {
      environment = try FundingArbitrageEnvironment(market: market.market, configuration: task)
    } catch {
      throw RunConfiguration.inOurTerms(error)
    }
    agent = try Self.makeAgent(settings, environment: environment)
    guard resumes else {
      (log, best, progress) = (MetricsLog(), nil, TrainingProgress(totalSteps: settings.wholeRolloutSteps))
      environments = VectorEnvironment(
        Array(repeating: environment, count: settings.environments), random: random.split("environments"))
      try directory.create()
      try directory.writeConfiguration(settings, market: market, agent: agent)
      return
    }
    let archive = try TensorArchive.read(directory.checkpoint)
    do throws(ArchiveError) {
      let fingerprint = try archive.text("dataFingerprint")
      guard fingerprint == market.dataset.fingerprint else {
        throw ArchiveError("was made on other data: fingerprint \(fingerprint), now \(market.dataset.fingerprint)")
      }
      try agent.restore(.training, from: archive)
      log = MetricsLog(rows: try archive.decode([MetricsLog.Row].self, from: "metrics"))
      best = archive.metadata["best"] == nil ? nil : try archive.decode(PolicySelector.Best.self, from: "best")
      progress = try archive.decode(TrainingProgress.self, from: "progress")
    } catch {
      throw FileError.unusable(path: directory.checkpoint.path, problem: error.problem)
    }
    if best != nil { _ = try Self.loadAgent(settings, environment: environment, from: directory.policy) }
    // Episodes start anew; streams of their own keep them from repeating the ones before the stop.
    environments = VectorEnvironment(
      Array(repeating: environment, count: settings.environments),
      random: random.split("environments", progress.updates))
  }

  /// An agent for the task of some settings, untrained.
  static func makeAgent(
    _ settings: RunConfiguration, environment: FundingArbitrageEnvironment
  ) throws -> PPO<DiscreteAction> {
    try PPO(
      settings.agent, network: settings.blueprint, observationSpace: environment.observationSpace,
      actionSpace: environment.actionSpace, masksActions: true, environments: settings.environments,
      random: RandomStream(seed: settings.seed).split("agent"))
  }

  /// An agent with the policy of an earlier run.
  static func loadAgent(
    _ settings: RunConfiguration, environment: FundingArbitrageEnvironment, from policy: URL
  ) throws -> PPO<DiscreteAction> {
    let agent = try makeAgent(settings, environment: environment)
    let archive = try TensorArchive.read(policy)
    do {
      try agent.restore(.policy, from: archive)
    } catch {
      throw FileError.unusable(path: policy.path, problem: error.problem)
    }
    return agent
  }

  /// Trains until the steps are taken or someone stops it.
  ///
  /// - Returns: Whether the run is complete.
  mutating func train() throws -> Bool {
    let selector = PolicySelector(
      agent: agent, market: market, settings: settings, directory: directory, log: log, best: best)
    let display = ProgressBar(figures: ["valueLoss", "entropy"], sources: [selector])
    try RLFramework.train(
      agent, in: environments, progress: &progress,
      callbacks: [log, selector, TensorBoardWriter(folder: directory.folder), display, InterruptWatcher()],
      random: random.split("training"))
    return progress.isComplete
  }

  /// Judges the selected policy on the final window, once, beside the baselines, and writes books, scorecards and report.
  func conclude() throws -> Comparison {
    let environment = try Playthrough.environment(market, hours: market.split.final, task: settings.task)
    let selected = try Self.loadAgent(settings, environment: environment, from: directory.policy)
    return try Self.judge(
      selected, on: market, hours: market.split.final, settings: settings, directory: directory, curves: log.curves)
  }

  /// Plays the agent and the baselines over a window and writes what came of it.
  static func judge(
    _ agent: PPO<DiscreteAction>, on market: PreparedMarket, hours: Range<Int>, settings: RunConfiguration,
    directory: RunDirectory, curves: [LearningCurve], remarks: [String] = []
  ) throws -> Comparison {
    let comparison = try Comparison(
      agent: agent, on: market, hours: hours, task: settings.task,
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
      settings: try settingRows(settings, market), notes: remarks + comparison.notes(market, hours: hours))
    try AtomicFile.write(HTMLReport.render(report), to: directory.report)
    return comparison
  }

  /// What a table is about.
  static func label(_ market: PreparedMarket, _ settings: RunConfiguration) -> String {
    "\(settings.preset.rawValue) preset, \(market.origin.label), training seed \(settings.seed)"
  }

  private static func settingRows(
    _ settings: RunConfiguration, _ market: PreparedMarket
  ) throws -> [ReportInput.Setting] {
    let data = try JSONEncoder().encode(settings.resolved)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    let rows = object.filter { $0.key != "data" && $0.key != "output" && $0.key != "threads" }
      .sorted { $0.key < $1.key }.map { ReportInput.Setting(key: $0.key, value: text($0.value)) }
    return rows + [
      .init(key: "train window", value: market.days(of: market.split.train)),
      .init(key: "validation window", value: market.days(of: market.split.validation)),
      .init(key: "final window", value: market.days(of: market.split.final)),
      .init(key: "data fingerprint", value: market.dataset.fingerprint),
      .init(key: "version", value: RLFrameworkVersion.current),
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
