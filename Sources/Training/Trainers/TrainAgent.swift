import Persistence
import RLCore
import Randomness

/// Trains an agent in copies of an environment: running normalisation, episode statistics and callbacks in one call.
///
/// ```swift
/// let result = try trainAgent(
///   agent, in: Pendulum(), TrainingConfiguration(totalEpisodes: 200, normalizesRewards: true),
///   callbacks: [ProgressBar()])
/// print(result.episodes.meanReturn ?? .nan)
/// ```
///
/// A ``CheckpointCallback`` leaves what a killed run resumes from, with an agent made alike and the same arguments:
///
/// ```swift
/// let newest = try Checkpoints.newest(in: folder).newest
/// try trainAgent(agent, in: Pendulum(), configuration, callbacks: [log, checkpoints], from: newest?.archive)
/// ```
///
/// - Parameters:
///   - agent: Made for as many environments as the configuration says.
///   - environment: Copied; it is reset before anything else.
///   - configuration: Budget, normalisation and seed.
///   - callbacks: Watch in this order.
///   - checkpoint: The run of an earlier call, archived for `training`; it ends with the bytes of one that was never
///     interrupted.
/// - Returns: Why training ended, how far it came, its episodes, and what to normalise by when the agent is used.
/// - Throws: `ConfigurationError` for settings out of range, `ArchiveError` where the checkpoint is of another run, and
///   what ``Trainer/run(until:)`` throws.
@discardableResult
public func trainAgent<E: Environment>(
  _ agent: any Agent<E.ActionType>, in environment: E, _ configuration: TrainingConfiguration = .init(),
  callbacks: [any Callback] = [], from checkpoint: TensorArchive? = nil
) throws -> TrainingResult {
  try configuration.validate()
  let random = RandomStream(seed: configuration.seed)
  let vector = try VectorEnvironment(
    Array(repeating: environment, count: configuration.environments), random: random.split("environments"))
  guard configuration.normalizesObservations || configuration.normalizesRewards else {
    return try train(agent, in: vector, configuration, callbacks, checkpoint, random)
  }
  let normalized = NormalizedEnvironments(
    vector, normalizesObservations: configuration.normalizesObservations,
    normalizesRewards: configuration.normalizesRewards, discount: configuration.discount)
  var result = try train(agent, in: normalized, configuration, callbacks, checkpoint, random)
  result.normalization = normalized.statistics
  return result
}

/// What training came to.
public struct TrainingResult: Sendable, Equatable {
  /// Why training ended.
  public var reason: String
  /// How far it came.
  public var progress: TrainingProgress
  /// The latest 10 000 episodes that ended, rewards as the agent got them.
  public var episodes: PolicyEvaluation
  /// What the agent's observations were normalised by; `nil` if they were not.
  public var normalization: NormalizationStatistics?
}

private func train<E: Environments>(
  _ agent: any Agent<E.ActionType>, in environments: E, _ configuration: TrainingConfiguration,
  _ callbacks: [any Callback], _ checkpoint: TensorArchive?, _ random: RandomStream
) throws -> TrainingResult {
  let log = EpisodeLog()
  let trainer = Trainer(
    agent, in: environments, progress: configuration.progress, callbacks: [log] + callbacks,
    random: random.split("training"))
  if let checkpoint { try trainer.restore(.training, from: checkpoint) }
  let reason = try trainer.run()
  return TrainingResult(
    reason: reason, progress: trainer.progress, episodes: PolicyEvaluation(episodes: log.memory))
}

extension TrainingConfiguration {
  /// The start of a run with this budget.
  var progress: TrainingProgress {
    guard let totalEpisodes else { return TrainingProgress(totalSteps: totalSteps ?? 1) }
    return totalSteps.map { TrainingProgress(totalEpisodes: totalEpisodes, atMost: $0) }
      ?? TrainingProgress(totalEpisodes: totalEpisodes)
  }
}
