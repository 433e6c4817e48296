import Foundation
import RLFramework

/// Judges the policy on the validation window now and then, and keeps the best on disk, with a checkpoint to go on from.
///
/// The judge is the net profit of one pass over the whole window at what the policy holds best: the true objective, not
/// the shaped reward. The final window is never looked at here. It must be the last callback of its run.
final class PolicySelector: ResumableCallback {
  /// The best policy so far.
  struct Best: Codable {
    var steps: Int
    var profit: Double
  }

  /// What a run that goes on has to know.
  struct Memory: Codable {
    var best: Best?
    var last: Double?
    /// Policies judged so far: what the best one is the best of.
    var judgements = 0
    /// Steps at the last judgement.
    var judgedSteps = 0
  }

  let events: TrainingEvents = .steps
  let name = "selection"
  var memory = Memory()
  private let agent: any Agent<DiscreteAction>
  private let market: PreparedMarket
  private let settings: RunConfiguration
  private let directory: RunDirectory
  private let log: MetricsLog

  init(
    agent: any Agent<DiscreteAction>, market: PreparedMarket, settings: RunConfiguration, directory: RunDirectory,
    log: MetricsLog
  ) {
    self.agent = agent
    self.market = market
    self.settings = settings
    self.directory = directory
    self.log = log
  }

  /// Net profit of the last judgement, USD.
  var last: Double? { memory.last }

  func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    let (steps, interval) = (run.progress.steps, settings.validationInterval)
    guard run.progress.updates > 0, steps / interval > memory.judgedSteps / interval || run.progress.isComplete else {
      return .proceed
    }
    try judge(run)
    return .proceed
  }

  func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws {
    if memory.judgedSteps < run.progress.steps { try save(run) }
  }

  private func judge(_ run: any TrainingRun) throws {
    let equity = try Playthrough.finalEquity(
      of: agent, on: market, hours: market.windows.validation, task: settings.task)
    let profit = equity - settings.capital
    memory.last = profit
    memory.judgements += 1
    memory.judgedSteps = run.progress.steps
    log.noteValidation(profit)
    if profit > memory.best?.profit ?? -.infinity {
      memory.best = Best(steps: run.progress.steps, profit: profit)
      try policyArchive(of: run).write(to: directory.policy)
    }
    try save(run)
  }

  private func save(_ run: any TrainingRun) throws {
    // Between two evaluations there may be no policy yet: a run that is stopped early still leaves one.
    if memory.best == nil { try policyArchive(of: run).write(to: directory.policy) }
    var checkpoint = try run.archive(.training)
    checkpoint.metadata["dataFingerprint"] = market.dataset.fingerprint
    try checkpoint.write(to: directory.checkpoint)
    try log.write(to: directory.metrics)
  }

  private func policyArchive(of run: any TrainingRun) throws -> TensorArchive {
    var archive = try run.archive(.policy)
    try archive.encode(market.scaler, as: "scaler")
    archive.metadata["version"] = RLFrameworkVersion.current
    return archive
  }
}
