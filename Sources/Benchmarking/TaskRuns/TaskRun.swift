import Foundation
import Persistence
import RLCore
import Randomness
import Settings
import Training

/// One agent on one task with a folder of its own: training that can be killed and resumed, and evaluation afterwards.
///
/// | file | content |
/// |---|---|
/// | `config.json` | ``TaskRunSettings`` |
/// | `metrics.csv` | the figures of every update |
/// | `best.safetensors` | the policy that was judged best, with the statistics it observes by |
/// | `policy.safetensors` | the policy at the end |
/// | `checkpoint.safetensors` | what resuming needs |
public struct TaskRun: Sendable {
  /// Which of the policies of a run.
  public enum Chosen: String, Sendable, CaseIterable {
    /// The one that an evaluation during training judged best.
    case best
    /// The one at the end of training.
    case final
  }

  /// What decides the run.
  public let settings: TaskRunSettings
  /// Where its files are.
  public let folder: URL
  private let registry: Registry
  private let catalogue: TaskCatalogue

  /// A new run, whose folder is made when it trains.
  ///
  /// - Throws: `ConfigurationError` for settings out of range.
  public init(
    _ settings: TaskRunSettings, in folder: URL, registry: Registry, catalogue: TaskCatalogue = TaskCatalogue()
  ) throws(ConfigurationError) {
    try settings.validate()
    self.settings = settings
    self.folder = folder
    self.registry = registry
    self.catalogue = catalogue
  }

  /// A run that was begun in a folder.
  ///
  /// - Throws: `FileError` if the folder holds none.
  public init(
    in folder: URL, registry: Registry, catalogue: TaskCatalogue = TaskCatalogue()
  ) throws(FileError) {
    settings = try TaskRunSettings(contentsOf: Self.configuration(in: folder))
    self.folder = folder
    self.registry = registry
    self.catalogue = catalogue
  }

  /// Whether a run was begun in a folder.
  public static func isThere(in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: configuration(in: folder).path)
  }

  private static func configuration(in folder: URL) -> URL { folder.appendingPathComponent("config.json") }

  /// The figures of every update.
  public var metrics: URL { folder.appendingPathComponent("metrics.csv") }

  /// The file of a policy.
  public func file(of policy: Chosen) -> URL {
    switch policy {
    case .best: Checkpoints.best(in: folder)
    case .final: folder.appendingPathComponent("policy.safetensors")
    }
  }

  /// What training came to.
  public struct Outcome: Sendable, Equatable {
    /// Why it ended.
    public let reason: String
    /// Whether all steps were taken.
    public let isComplete: Bool
    /// The best evaluation; `nil` if there was none.
    public let best: PolicyScore?
  }

  /// Trains, from the newest checkpoint of the folder if there is one.
  ///
  /// - Parameter watchers: Callbacks beside those that write the folder, made from the source of the evaluation's
  ///   figures.
  /// - Returns: What training came to.
  /// - Throws: What making the environments and the agent, and training, throw.
  public func train(watchers: (any FigureSource) -> [any Callback] = { _ in [] }) throws -> Outcome {
    try withSource { source in
      // Only now is it known that there is something to train, so that a mistake leaves no folder behind.
      try AtomicFile.makeFolder(folder)
      try settings.write(to: Self.configuration(in: folder))
      return try train(in: source, watchers)
    }
  }

  /// Plays episodes with a policy of the run.
  ///
  /// - Parameters:
  ///   - policy: Which.
  ///   - episodes: How many.
  ///   - mode: `ActingMode.exploit`, or `ActingMode.sample` to draw from the policy.
  ///   - seed: Of the episodes; training never saw them.
  /// - Returns: The episodes in the order in which they ended.
  /// - Throws: `FileError` if the policy is not there or does not fit, and what making the environments throws.
  public func evaluate(
    _ policy: Chosen = .best, episodes: Int, mode: ActingMode = .exploit, seed: UInt64 = 1_000_003
  ) throws -> PolicyEvaluation {
    try require(episodes > 0, "episodes", must: "be positive", found: episodes)
    return try withSource { source in
      try evaluate(self.file(of: policy), in: source, episodes: episodes, mode: mode, random: RandomStream(seed: seed))
    }
  }

  /// Does something with the first source that opens for the agent.
  private func withSource<Result>(_ body: (any EnvironmentSource) throws -> Result) throws -> Result {
    var first: (any Error)?
    for source in try catalogue.sources(of: settings.task) {
      do {
        try Self.open(source, self)
        return try body(source)
      } catch let error as SourceError {
        first = first ?? error.cause
      }
    }
    throw first ?? BenchmarkError("task \(settings.task) has no environments")
  }

  /// The environments or the agent of a source cannot be had, so that another may be tried.
  private struct SourceError: Error { let cause: any Error }

  private static func open(_ source: some EnvironmentSource, _ run: TaskRun) throws {
    do {
      let probe = try source.make(count: 1, random: RandomStream(seed: 0))
      _ = try run.agent(for: probe, count: 1)
    } catch {
      throw SourceError(cause: error)
    }
  }

  private func agent<E: Environments>(for environments: E, count: Int) throws -> any Agent<E.ActionType> {
    var context = AgentContext(environments, random: RandomStream(seed: settings.seed).split("agent"))
    context.environments = count
    return try registry.agent(settings.agent, settings: settings.settings, in: context)
  }
}

// MARK: - With the type of the environments known

extension TaskRun {
  private func train<S: EnvironmentSource>(
    in source: S, _ watchers: (any FigureSource) -> [any Callback]
  ) throws -> Outcome {
    let random = RandomStream(seed: settings.seed)
    let raw = try source.make(count: settings.environments, random: random.split("environments"))
    let judges = { try source.make(count: min(settings.evaluationEpisodes, 20), random: random.split("judges")) }
    let agent = try agent(for: raw, count: settings.environments)
    let evaluating = random.split("evaluation")
    guard settings.normalizesObservations else {
      let evaluation = EvaluationCallback(
        of: agent, every: settings.evaluationInterval, episodes: settings.evaluationEpisodes,
        bestPolicy: file(of: .best), random: evaluating, environments: judges)
      return try train(agent, in: raw, evaluation, watchers, random)
    }
    let normalized = NormalizedEnvironments(raw, normalizesRewards: false)
    let evaluation = EvaluationCallback(
      of: agent, trainedIn: normalized, every: settings.evaluationInterval, episodes: settings.evaluationEpisodes,
      bestPolicy: file(of: .best), random: evaluating, environments: judges)
    return try train(agent, in: normalized, evaluation, watchers, random)
  }

  private func train<E: Environments>(
    _ agent: any Agent<E.ActionType>, in environments: E, _ evaluation: EvaluationCallback,
    _ watchers: (any FigureSource) -> [any Callback], _ random: RandomStream
  ) throws -> Outcome {
    let log = CSVLogger(metrics, sources: [evaluation])
    // Last: a checkpoint must know what the others did in its step.
    let checkpoints = CheckpointCallback(folder: folder, every: settings.evaluationInterval, keeping: 0)
    let trainer = Trainer(
      agent, in: environments, totalSteps: settings.totalSteps,
      callbacks: [evaluation, log] + watchers(evaluation) + [checkpoints], random: random.split("training"))
    let search = try Checkpoints.newest(in: folder)
    if let damaged = search.unreadable.first { throw damaged }
    if let newest = search.newest {
      do throws(ArchiveError) {
        try trainer.restore(.training, from: newest.archive)
      } catch {
        throw FileError.unusable(path: newest.file.path, problem: error.problem)
      }
    }
    let reason = try trainer.run()
    if trainer.progress.isComplete {
      try trainer.archive(.policy).write(to: file(of: .final))
    }
    return Outcome(reason: reason, isComplete: trainer.progress.isComplete, best: evaluation.best)
  }

  /// Where a policy file keeps the statistics that its observations are normalised by.
  private static var environmentsSection: String { "environments" }

  private func evaluate<S: EnvironmentSource>(
    _ file: URL, in source: S, episodes: Int, mode: ActingMode, random: RandomStream
  ) throws -> PolicyEvaluation {
    let archive = try TensorArchive.read(file)
    let raw = try source.make(count: min(episodes, 20), random: random.split("environments"))
    let agent = try agent(for: raw, count: raw.count)
    guard let statistics = try statistics(in: archive, of: file, restoring: agent) else {
      return try evaluatePolicy(agent, in: raw, episodes: episodes, mode: mode, random: random.split("agent"))
    }
    let normalized = NormalizedEnvironments(raw, normalizesRewards: false)
    do {
      try normalized.restore(.policy, from: statistics)
    } catch {
      throw FileError.unusable(path: file.path, problem: error.problem)
    }
    normalized.isFrozen = true
    return try evaluatePolicy(agent, in: normalized, episodes: episodes, mode: mode, random: random.split("agent"))
  }

  /// Restores a policy; returns the statistics that its observations are normalised by, if there are any.
  private func statistics(
    in archive: TensorArchive, of file: URL, restoring agent: some Checkpointable
  ) throws(FileError) -> TensorArchive? {
    do throws(ArchiveError) {
      try agent.restore(.policy, from: archive)
      let name = Self.environmentsSection
      return archive.hasSection(name) ? try archive.section(name) : nil
    } catch {
      throw .unusable(path: file.path, problem: error.problem)
    }
  }
}
