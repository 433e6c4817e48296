import RLCore
import Randomness
import Settings
import Training

/// A task whose policies are judged by the return of whole episodes.
///
/// ```swift
/// let task = EpisodicTask(agent: "ppo", registry: .standard, environments: 4, episodes: 20) { CartPole() }
/// ```
///
/// The median of the episodes counts, so that one lucky seed does not make a winner. Where the reward is shaped, write a
/// ``PopulationTask`` of your own that judges by the true objective.
public struct EpisodicTask<E: Environment>: PopulationTask {
  /// Where members train.
  public typealias Training = VectorEnvironment<E>

  /// Which agent.
  public let agent: AgentID
  /// Settings of the agent that differ from its defaults.
  public let settings: JSONValue
  /// Where the agent comes from.
  public let registry: Registry
  /// Environments that a member trains in.
  public let environmentCount: Int
  /// Episodes of a judgement.
  public let episodes: Int
  private let make: @Sendable () -> E

  /// A task from its parts.
  ///
  /// - Parameters:
  ///   - agent: Which agent.
  ///   - settings: Settings of the agent that differ from its defaults.
  ///   - registry: Where the agent comes from.
  ///   - environments: Environments that a member trains in.
  ///   - episodes: Episodes of a judgement, in environments of their own.
  ///   - environment: Makes an environment, on any thread.
  public init(
    agent: AgentID, settings: JSONValue = .object([:]), registry: Registry, environments: Int, episodes: Int,
    environment: @escaping @Sendable () -> E
  ) {
    enforce(environments > 0 && episodes > 0, "there must be environments and episodes")
    self.agent = agent
    self.settings = settings
    self.registry = registry
    environmentCount = environments
    self.episodes = episodes
    make = environment
  }

  /// Makes the environments of a member.
  ///
  /// - Throws: `ConfigurationError` if the closure gives environments that cannot be stepped together.
  public func environments(random: RandomStream) throws -> VectorEnvironment<E> {
    try VectorEnvironment((0..<environmentCount).map { _ in make() }, random: random)
  }

  /// The median return; the mean and the lowest one beside it.
  ///
  /// - Throws: What `evaluatePolicy` throws.
  public func judge(_ agent: any Agent<E.ActionType>, random: RandomStream) throws -> Judgement {
    // As many environments as training has: some agents keep memory for each.
    let environments = try environments(random: random.split("environments"))
    let played = try Self.play(agent, in: environments, episodes: episodes, random: random.split("agent"))
    let returns = played.map(\.totalReward).sorted()
    let median = (returns[(returns.count - 1) / 2] + returns[returns.count / 2]) / 2
    return Judgement(
      fitness: median,
      figures: [
        .init("mean", returns.reduce(0, +) / Double(returns.count)), .init("lowest", returns[0]),
        .init("episodes", Double(returns.count)),
      ])
  }

  private static func play<A: Agent>(
    _ agent: A, in environments: VectorEnvironment<E>, episodes: Int, random: RandomStream
  ) throws -> [EpisodeSummary] where A.ActionType == E.ActionType {
    try evaluatePolicy(agent, in: environments, episodes: episodes, random: random).episodes
  }
}
