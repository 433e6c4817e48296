import Persistence
import Randomness

/// How an agent chooses.
public enum ActingMode: Sendable {
  /// Draws from its policy, to learn from what comes of it: every call is followed by ``Agent/record(_:next:)``.
  case explore
  /// Takes what it holds best. Normaliser statistics stay as they are.
  case exploit
  /// Draws from its policy as it does to learn, without learning from it: nothing is noted, nothing changes.
  ///
  /// A policy that is deterministic by nature (TD3, DDPG) takes what it holds best.
  case sample
}

/// Something that acts: an agent, several that vote, a rule.
public protocol Policy<ActionType>: AnyObject {
  /// What it does.
  associatedtype ActionType: Action

  /// What it was made for; `nil` for a rule that reads any observations and acts in any space.
  var spaces: PolicySpaces<ActionType>? { get }

  /// Chooses an action for every observation.
  ///
  /// - Throws: ``PolicyError`` if the observations or their masks are not what the policy reads, if a mask leaves nothing
  ///   to choose, and, unless it explores, if an observation is not finite; nothing has changed then. A bad observation
  ///   while exploring is told by ``Agent/learn(progress:using:)``.
  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType]
}

extension Policy {
  /// Made for anything, unless a policy says otherwise.
  public var spaces: PolicySpaces<ActionType>? { nil }
}

/// Something that acts and learns.
///
/// Agents are final classes and deliberately not `Sendable`: one task owns one agent. One loop drives them all: `act`,
/// `record` what came of it, `learn` when there is enough to learn from.
public protocol Agent<ActionType>: Policy, Checkpointable {
  /// Takes in what came of the last explored actions.
  ///
  /// - Parameters:
  ///   - transitions: Actions, rewards, ends and final observations.
  ///   - next: What to act on next; where an episode ended it is the first observation of the next one.
  func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch)

  /// Improves the policy if there is enough to learn from.
  ///
  /// - Returns: What the update did, or `nil` if it is not yet time.
  /// - Throws: ``AgentError`` if numbers are no longer finite; the parameters are those before the update.
  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport?

  /// Bytes that its experience takes once its memory is full.
  ///
  /// To be told before training begins: a replay buffer of a million transitions can be larger than the machine.
  var experienceBytes: Int { get }
}

extension Agent {
  /// Next to nothing unless an agent says otherwise.
  public var experienceBytes: Int { 0 }
}

/// An agent cannot continue.
public struct AgentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was not finite.
  public let quantity: String
  /// Environment steps taken when it appeared, over all environments.
  public let step: Int
  /// What was found there.
  public let found: String

  /// Names a quantity that is not finite.
  public init(quantity: String, step: Int, found: String) {
    self.quantity = quantity
    self.step = step
    self.found = found
  }

  /// The error as a sentence.
  public var description: String { "\(quantity) must be finite, was \(found) at step \(step)" }
}

/// What an update did, as named figures in the order of their importance.
public struct UpdateReport: Sendable, Equatable {
  /// One figure.
  public struct Metric: Sendable, Equatable {
    /// Its name: `policyLoss`.
    public let name: String
    /// Its value.
    public let value: Double
  }

  /// All figures.
  public private(set) var metrics: [Metric] = []

  /// A report without figures.
  public init() {}

  /// A figure by name.
  public subscript(name: String) -> Double? { metrics.first { $0.name == name }?.value }

  /// Adds a figure.
  public mutating func add(_ name: String, _ value: Double) { metrics.append(Metric(name: name, value: value)) }
}

/// What can be put into an archive and taken out again.
public protocol Checkpointable {
  /// What to archive.
  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive

  /// Takes over an archive of the same content.
  ///
  /// Settings are never taken over: who reads goes on with its own learning rate, discount and all others.
  ///
  /// - Throws: `ArchiveError` if a tensor is missing or of another shape; nothing has changed then.
  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError)
}

/// How much of an agent a checkpoint holds.
public enum CheckpointContent: String, Sendable, Codable {
  /// Weights and normaliser: what acting needs.
  case policy
  /// Everything that training needs to resume bit for bit, taken after any step, also between two updates.
  case training
}
