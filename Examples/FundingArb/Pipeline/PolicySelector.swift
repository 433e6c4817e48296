import Foundation
import RLFramework

/// Judges the policy on the validation window now and then, and keeps the best on disk, with a checkpoint to go on from.
///
/// The judge is the net profit of one pass over the whole window at what the policy holds best: the true objective, not
/// the shaped reward. The final window is never looked at here.
final class PolicySelector: Callback, FigureSource {
  /// The best policy so far.
  struct Best: Codable {
    var steps: Int
    var profit: Double
  }

  let events: TrainingEvents = .updates
  private(set) var best: Best?
  private(set) var last: Double?
  private let agent: PPO<DiscreteAction>
  private let market: PreparedMarket
  private let settings: RunConfiguration
  private let directory: RunDirectory
  private let log: MetricsLog
  private var nextSteps = 0

  init(
    agent: PPO<DiscreteAction>, market: PreparedMarket, settings: RunConfiguration, directory: RunDirectory,
    log: MetricsLog, best: Best? = nil
  ) {
    self.agent = agent
    self.market = market
    self.settings = settings
    self.directory = directory
    self.log = log
    self.best = best
  }

  var figures: [Figure] { [Figure("validation/profit", last)] }

  func trainingDidStart(_ run: any TrainingRun) {
    // A resumed run is judged at the steps at which it would have been judged without the stop.
    nextSteps = (run.progress.steps / settings.validationInterval + 1) * settings.validationInterval
  }

  func agentDidUpdate(_ report: UpdateReport, in run: any TrainingRun) throws -> Verdict {
    guard run.progress.steps >= nextSteps || run.progress.isComplete else { return .proceed }
    nextSteps += settings.validationInterval
    try judge(run.progress)
    return .proceed
  }

  func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws { try save(run.progress) }

  private func judge(_ progress: TrainingProgress) throws {
    let equity = try Playthrough.finalEquity(
      of: agent, on: market, hours: market.split.validation, task: settings.task)
    let profit = equity - settings.capital
    last = profit
    log.noteValidation(profit)
    if profit > best?.profit ?? -.infinity {
      best = Best(steps: progress.steps, profit: profit)
      try policyArchive().write(to: directory.policy)
    }
    try save(progress)
  }

  private func save(_ progress: TrainingProgress) throws {
    // Between two evaluations there may be no policy yet: a run that is stopped early still leaves one.
    if best == nil { try policyArchive().write(to: directory.policy) }
    var checkpoint = try agent.archive(.training)
    try checkpoint.encode(progress, as: "progress")
    try checkpoint.encode(log.rows, as: "metrics")
    if let best { try checkpoint.encode(best, as: "best") }
    checkpoint.metadata["dataFingerprint"] = market.dataset.fingerprint
    try checkpoint.write(to: directory.checkpoint)
    try log.write(to: directory.metrics)
  }

  private func policyArchive() throws -> TensorArchive {
    var archive = try agent.archive(.policy)
    try archive.encode(market.scaler, as: "scaler")
    archive.metadata["version"] = RLFrameworkVersion.current
    return archive
  }
}
