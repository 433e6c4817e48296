import Randomness
import Settings

/// The name by which an agent is chosen: `"sac"`.
public struct AgentID: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name, in lower case with hyphens.
  public let name: String

  /// An identifier from its name.
  public init(_ name: String) { self.name = name }
  /// An identifier from its name.
  public init(stringLiteral name: String) { self.name = name }
  /// Reads a bare string.
  public init(from decoder: any Decoder) throws { name = try decoder.singleValueContainer().decode(String.self) }

  /// Writes a bare string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// The name.
  public var description: String { name }
}

/// How to make one kind of agent for one kind of action: an entry of a ``Registry``.
///
/// An algorithm that can do several kinds of action brings one recipe for each, under the same identifier; a generic
/// recipe serves. A package registers its own beside the built-in ones.
public protocol AgentRecipe<ActionType>: Sendable {
  /// What the agent does.
  associatedtype ActionType: Action
  /// What can be set.
  associatedtype Settings: Configuration

  /// The name to choose the agent by.
  static var id: AgentID { get }
  /// What tables and reports call the agent; in capitals what ``id`` is, unless a recipe says otherwise.
  static var title: String { get }
  /// The agent in one line.
  static var summary: String { get }
  /// The settings where nothing is said.
  static var defaults: Settings { get }

  /// Makes an agent.
  ///
  /// - Parameters:
  ///   - settings: Not yet validated.
  ///   - context: The task it is for.
  /// - Returns: An agent with fresh parameters.
  /// - Throws: `ConfigurationError` for a setting that is out of range or does not fit the task.
  static func make(
    _ settings: Settings, in context: AgentContext<ActionType>
  ) throws(ConfigurationError) -> any Agent<ActionType>
}

extension AgentRecipe {
  /// The identifier in capitals: `QR-DQN`.
  public static var title: String { id.name.uppercased() }
}

/// The task that an agent is made for.
public struct AgentContext<ActionType: Action>: Sendable {
  /// What is seen.
  public var observationSpace: ObservationSpace
  /// What can be done.
  public var actionSpace: ActionType.Domain
  /// Whether the environments ever mask.
  public var masksActions: Bool
  /// How many environments it will act in while training.
  public var environments: Int
  /// Where initial parameters come from.
  public var random: RandomStream

  /// A task from its parts.
  public init(
    observationSpace: ObservationSpace, actionSpace: ActionType.Domain, masksActions: Bool = false,
    environments: Int = 1, random: RandomStream
  ) {
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    self.masksActions = masksActions
    self.environments = environments
    self.random = random
  }

  /// The task that some environments pose.
  public init<E: Environments>(_ environments: E, random: RandomStream) where E.ActionType == ActionType {
    self.init(
      observationSpace: environments.observationSpace, actionSpace: environments.actionSpace,
      masksActions: environments.maskWidth > 0, environments: environments.count, random: random)
  }

  /// Flags of a mask; 0 if nothing is ever masked.
  public var maskWidth: Int { masksActions ? actionSpace.maskWidth : 0 }
}
