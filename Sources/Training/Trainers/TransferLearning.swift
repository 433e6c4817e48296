import Persistence
import RLCore
import Randomness
import Settings

/// Settings of ``transferAgent(_:policy:to:_:callbacks:from:)``.
public struct TransferConfiguration: Configuration {
  /// Beginnings of the names of parameters that stay as they are; see `FreezableAgent.freeze(_:)`.
  public var freeze: [String]
  /// Budget and seed of the training on the new data.
  ///
  /// It leaves observations to the agent, whose policy archive has the statistics that they are normalised by.
  public var training: TrainingConfiguration
  /// Episodes played on the new data before training, and again after it.
  public var evaluationEpisodes: Int

  /// Everything is tuned; twenty episodes tell what it brought.
  public init(
    freeze: [String] = [], training: TrainingConfiguration = TrainingConfiguration(), evaluationEpisodes: Int = 20
  ) {
    self.freeze = freeze
    self.training = training
    self.evaluationEpisodes = evaluationEpisodes
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try training.validate()
    try require(
      !training.normalizesObservations, "training.normalizesObservations",
      must: "be left to the agent, which brings what it normalises by", found: true)
    try require(evaluationEpisodes > 0, "evaluationEpisodes", must: "be positive", found: evaluationEpisodes)
  }
}

/// What a transfer came to.
public struct TransferResult: Sendable, Equatable {
  /// The policy as it came, on the new data.
  public var before: PolicyEvaluation
  /// The policy after training, in the same episodes as before.
  public var after: PolicyEvaluation
  /// The training between them.
  public var training: TrainingResult
}

/// Brings a policy to new data: loads it, freezes parts of it, tunes the rest, and tells what that was worth.
///
/// ```swift
/// let policy = try TensorArchive.read(file)
/// let agent = try PPO(PPOConfiguration(learningRate: 1e-4), for: newEnvironments, random: random)
/// let result = try transferAgent(
///   agent, policy: policy, to: newEnvironment, TransferConfiguration(freeze: ["policy.0", "value.0"]))
/// print(result.before.meanReturn ?? .nan, result.after.meanReturn ?? .nan)
/// ```
///
/// How fast it is tuned is a setting of the agent, usually a lower learning rate than that of the first training. A
/// policy archive of SAC, TD3 or DDPG has no critics: they begin anew, and the policy follows them; their settings
/// should give them time, by a long `learningStarts` or a frozen policy at first.
///
/// - Parameters:
///   - agent: Made for the new environments; of the kind and with the networks of the policy.
///   - policy: What an agent of the same task was archived as for `policy`, or for `training`.
///   - environment: The new data; copied.
///   - configuration: What to freeze, how long to train, and how to judge.
///   - callbacks: Watch the training.
///   - checkpoint: The training of an earlier call, with which it goes on.
/// - Returns: Evaluations before and after, and the training.
/// - Throws: `ArchiveError` if the policy does not fit, `ConfigurationError` where settings do not, and what
///   ``Trainer/run(until:)`` throws.
public func transferAgent<E: Environment>(
  _ agent: any Agent<E.ActionType>, policy: TensorArchive, to environment: E,
  _ configuration: TransferConfiguration = .init(), callbacks: [any Callback] = [],
  from checkpoint: TensorArchive? = nil
) throws -> TransferResult {
  try configuration.validate()
  try agent.adopt(policy, freezing: configuration.freeze)
  let random = RandomStream(seed: configuration.training.seed).split("transfer")
  // The same episodes before and after: what differs is the policy.
  func evaluate() throws -> PolicyEvaluation {
    let environments = try VectorEnvironment(
      Array(repeating: environment, count: configuration.training.environments),
      random: random.split("episodes"))
    return try evaluatePolicy(
      agent, in: environments, episodes: configuration.evaluationEpisodes, random: random.split("evaluation"))
  }
  let before = try evaluate()
  let training = try trainAgent(
    agent, in: environment, configuration.training, callbacks: callbacks, from: checkpoint)
  return TransferResult(before: before, after: try evaluate(), training: training)
}

extension Agent {
  /// Begins with the policy of another training: its weights and what it normalises by, not how far it was.
  ///
  /// - Parameters:
  ///   - policy: What an agent of the same task was archived as for `policy`, or for `training`.
  ///   - prefixes: Beginnings of the names of parameters that stay as they are from now on.
  /// - Throws: `ArchiveError` if the policy does not fit, with which nothing has changed; `ConfigurationError` where a
  ///   prefix begins nothing, nothing would be left to learn, or the agent cannot freeze.
  public func adopt(_ policy: TensorArchive, freezing prefixes: [String] = []) throws {
    try restore(.policy, from: policy)
    if let freezable = self as? any FreezableAgent {
      try freezable.freeze(prefixes)
    } else if !prefixes.isEmpty {
      throw ConfigurationError(
        field: "freeze", must: "be empty for an agent that cannot freeze parameters",
        found: prefixes.joined(separator: ", "))
    }
  }
}
