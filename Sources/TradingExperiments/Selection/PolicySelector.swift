import Foundation
import MarketData
import Persistence
import RLCore
import Trading
import Training

/// Judges the policy on the validation window now and then, and keeps the best on disk, with a checkpoint to resume from.
///
/// The judge is the net profit of one pass over the whole window at what the policy holds best: the true objective, not
/// the shaped reward. The final window is never looked at here. It must be the last callback of its run.
///
/// Staying out is a candidate where the settings require significance: a policy counts only if its profit is above its
/// standard error, and where none does, the run's policy stays out (``staysOut``).
public final class PolicySelector: ResumableCallback, FigureSource {
  /// The best policy so far.
  public struct Best: Codable {
    /// Environment steps that it was trained for.
    public var steps: Int
    /// Net profit on the validation window, USD.
    public var profit: Double
  }

  /// What a resumed run has to know.
  public struct Memory: Codable {
    /// The best policy so far.
    public var best: Best?
    /// Policies judged so far: what the best one is the best of.
    public var trials: [Trial] = []

    /// Steps at the last judgement.
    public var judgedSteps: Int { trials.last?.steps ?? 0 }
  }

  /// Steps.
  public let events: TrainingEvents = .steps
  /// The name in checkpoints.
  public let name = "selection"
  /// What was found so far.
  public var memory = Memory()
  private let agent: any Agent<DiscreteAction>
  private let market: PreparedMarket
  private let settings: RunConfiguration
  private let directory: RunDirectory
  private let log: MetricsLog

  package init(
    agent: any Agent<DiscreteAction>, market: PreparedMarket, settings: RunConfiguration, directory: RunDirectory,
    log: MetricsLog
  ) {
    self.agent = agent
    self.market = market
    self.settings = settings
    self.directory = directory
    self.log = log
  }

  /// Whether no policy earned enough in validation to be preferred to doing nothing.
  public var staysOut: Bool { settings.resolvedRequiresSignificance && memory.best == nil }

  /// Net profit of the last judgement.
  public var figures: [Figure] { [Figure("validation USD", memory.trials.last?.profit)] }

  /// Judges the policy if it is time; throws `FileError` if the best one cannot be written.
  public func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
    let (steps, interval) = (run.progress.steps, settings.validationInterval)
    guard run.progress.updates > 0, steps / interval > memory.judgedSteps / interval || run.progress.isComplete else {
      return .proceed
    }
    try judge(run)
    return .proceed
  }

  /// Saves the state in which training ended.
  public func trainingDidEnd(_ reason: String, in run: any TrainingRun) throws {
    // A run that was killed behind its last checkpoint has nothing left to train, but its metrics may be older.
    // After an error the checkpoint before is the better one.
    let isBehind = run.failure == nil && memory.judgedSteps < run.progress.steps
    if isBehind { try save(run) } else { try log.write(to: directory.metrics) }
  }

  private func judge(_ run: any TrainingRun) throws {
    let played = try Playthrough(
      "validation", agent: agent.evaluatedPolicy(), on: market, hours: market.windows.validation, task: settings.task)
    let trial = Trial(steps: run.progress.steps, played.recording)
    let profit = trial.profit
    memory.trials.append(trial)
    let isCandidate = !settings.resolvedRequiresSignificance || profit > trial.standardError(capital: settings.capital)
    log.noteValidation(profit)
    if isCandidate, profit > memory.best?.profit ?? -.infinity {
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
    try archive.add(market, settings)
    if staysOut { archive.metadata[StayOut.key] = "true" }
    return archive
  }
}
