import RLCore
import Randomness
import Settings

/// Plays whole episodes with a policy that does not learn from them.
///
/// - Parameters:
///   - policy: Acts; what it has learnt and its statistics stay as they are.
///   - environments: As many episodes run at once as there are environments; give it environments and streams of
///     its own, so that evaluating does not disturb training.
///   - episodes: How many episodes to finish. Every environment finishes its equal share, since counting whichever
///     end first would favour short episodes.
///   - mode: `ActingMode.exploit` for what the policy holds best, `ActingMode.sample` to draw from it.
///   - stepLimit: Steps after which an episode that has not ended never will.
///   - random: For policies that draw.
/// - Returns: The episodes in the order in which they ended.
/// - Throws: `PolicyError` if the policy was made for other spaces or an observation is not finite, `MaskError` if a mask
///   leaves nothing to choose, `ConfigurationError` if `episodes` or `stepLimit` is not positive, ``EndlessEpisodeError``,
///   and what stepping the environments throws.
public func evaluatePolicy<E: Environments>(
  _ policy: any Policy<E.ActionType>, in environments: E, episodes: Int, mode: ActingMode = .exploit,
  stepLimit: Int = 1_000_000, random: RandomStream
) throws -> PolicyEvaluation {
  guard mode != .explore else {
    throw PolicyError.misfit(
      field: "mode", must: "be exploit or sample, since exploring notes what to learn from", found: "explore")
  }
  try require(episodes > 0, "episodes", must: "be positive", found: episodes)
  try require(stepLimit > 0, "stepLimit", must: "be positive", found: stepLimit)
  try policy.requireFit(in: environments)
  var random = random
  var tracker = EpisodeTracker(environments: environments.count)
  var observations = try environments.reset()
  var finished: [EpisodeSummary] = []
  var missing = (0..<environments.count).map { (episodes + environments.count - 1 - $0) / environments.count }
  let choices = environments.actionSpace.choices
  var steps = 0
  while finished.count < episodes {
    try observations.requireValidOptions(of: choices, at: steps)
    let actions = try policy.act(on: observations, mode: mode, using: &random)
    let transitions = try environments.step(actions, observing: &observations)
    steps += environments.count
    for episode in tracker.add(transitions.rewards, transitions.ends) where missing[episode.environment] > 0 {
      missing[episode.environment] -= 1
      finished.append(episode)
    }
    if let endless = tracker.lengths.indices.first(where: { missing[$0] > 0 && tracker.lengths[$0] >= stepLimit }) {
      throw EndlessEpisodeError(environment: endless, stepLimit: stepLimit)
    }
  }
  return PolicyEvaluation(episodes: finished)
}

/// Plays whole episodes with a policy as it stood at one moment, by an actor of its own.
///
/// Parameters and errors are those of the same call with a policy.
public func evaluatePolicy<E: Environments>(
  _ snapshot: PolicySnapshot<E.ActionType>, in environments: E, episodes: Int, mode: ActingMode = .exploit,
  stepLimit: Int = 1_000_000, random: RandomStream
) throws -> PolicyEvaluation {
  try evaluatePolicy(
    snapshot.makeActor(), in: environments, episodes: episodes, mode: mode, stepLimit: stepLimit, random: random)
}

/// An episode that does not end, so that an evaluation would not either.
public struct EndlessEpisodeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The environment that it runs in.
  public let environment: Int
  /// The steps that it was given.
  public let stepLimit: Int

  /// Names the environment and the steps that its episode was given.
  public init(environment: Int, stepLimit: Int) {
    self.environment = environment
    self.stepLimit = stepLimit
  }

  /// The error as a sentence.
  public var description: String {
    "an episode of environment \(environment) must end within \(stepLimit) steps to be evaluated, has not ended; "
      + "raise stepLimit, or limit the environment's episodes"
  }
}

/// What a policy came to in some episodes.
public struct PolicyEvaluation: Sendable, Equatable, Codable {
  /// The episodes in the order in which they ended.
  public let episodes: [EpisodeSummary]

  /// An evaluation of episodes that were played.
  public init(episodes: [EpisodeSummary]) { self.episodes = episodes }

  /// The sum of rewards of each episode.
  public var returns: [Double] { episodes.map(\.totalReward) }

  /// The mean return; `nil` without episodes.
  public var meanReturn: Double? { Self.mean(returns) }

  /// The standard deviation of the returns over the episodes themselves; `nil` without episodes.
  public var returnDeviation: Double? {
    meanReturn.flatMap { mean in Self.mean(returns.map { ($0 - mean) * ($0 - mean) })?.squareRoot() }
  }

  /// The mean length, steps; `nil` without episodes.
  public var meanLength: Double? { Self.mean(episodes.map { Double($0.length) }) }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
