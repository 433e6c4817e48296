import Persistence
import RLCore
import Randomness
import Settings
import Training

/// What the members of a population are trained on and judged by: any agent of a registry in any environments.
///
/// A value that makes everything anew for each stretch of training, on any thread; two stretches share nothing.
public protocol PopulationTask: Sendable {
  /// Where members train.
  associatedtype Training: Environments

  /// Which agent.
  var agent: AgentID { get }
  /// Settings of the agent that differ from its defaults; hyper-parameters of a member win over them.
  var settings: JSONValue { get }
  /// Where the agent comes from.
  var registry: Registry { get }

  /// Makes the environments that a member trains in.
  ///
  /// - Parameter random: The member's own; two members meet different episodes.
  /// - Returns: Environments that nobody else has.
  /// - Throws: Where they cannot be had, which ends the run.
  func environments(random: RandomStream) throws -> Training

  /// Judges a policy, on data that nobody trains on.
  ///
  /// - Parameters:
  ///   - agent: Acts at what it holds best; must not learn.
  ///   - random: The same for every member and every generation, so that all meet the same episodes (common random
  ///     numbers).
  /// - Returns: Its fitness; one that is not a number ranks last.
  /// - Throws: Where it cannot be judged, which ends the run.
  func judge(_ agent: any Agent<Training.ActionType>, random: RandomStream) throws -> Judgement

  /// What watches a stretch of training; nothing unless a task says otherwise.
  func callbacks(of job: MemberJob) -> [any Callback]

  /// What is saved of a policy: its weights and statistics unless a task adds to them, a scaler for instance.
  func policy(of agent: any Agent<Training.ActionType>) throws(ArchiveError) -> TensorArchive
}

extension PopulationTask {
  /// Nothing watches.
  public func callbacks(of job: MemberJob) -> [any Callback] { [] }

  /// The agent's own archive.
  public func policy(of agent: any Agent<Training.ActionType>) throws(ArchiveError) -> TensorArchive {
    try agent.archive(.policy)
  }

  /// Requires the agent to have every hyper-parameter of a space and to accept its bounds.
  ///
  /// - Throws: `ConfigurationError` that names the setting, `RegistryError` where there is no such agent.
  public func validate(_ space: HyperparameterSpace) throws {
    func check(_ defaults: some Configuration) throws { try space.validate(against: defaults.applying(settings)) }
    try check(try registry.defaults(of: agent))
  }
}
