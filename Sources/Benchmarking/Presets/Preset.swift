import Agents
import RLCore
import Settings

/// A named configuration: an agent, its settings and the task that they are for.
public struct Preset: Sendable {
  /// Which agent.
  public let agent: AgentID
  /// The name of the task.
  public let task: String
  /// Environments stepped together while training.
  public let environments: Int
  /// Environment steps of the budget, over all environments.
  public var steps: Int
  /// All settings.
  public let settings: any Configuration
  /// What others reached, where they published it.
  public let published: PublishedFigure?
  /// Where it differs from the published configuration, in a line.
  public let note: String

  /// A preset from its parts.
  public init(
    _ agent: AgentID, on task: String, environments: Int = 1, steps: Int, settings: any Configuration,
    published: PublishedFigure? = nil, note: String = ""
  ) {
    self.agent = agent
    self.task = task
    self.environments = environments
    self.steps = steps
    self.settings = settings
    self.published = published
    self.note = note
  }

  /// Agent and task: `sac/Pendulum-v1`.
  public var name: String { "\(agent)/\(task)" }

  /// Steps that training takes: the budget, rounded up to whole rollouts of all environments where the agent learns
  /// from rollouts.
  public var totalSteps: Int { Self.wholeRollouts(steps, environments: environments, settings: settings.json) }

  /// A budget rounded up to whole rollouts of all environments, where the settings have rollouts.
  static func wholeRollouts(_ steps: Int, environments: Int, settings: JSONValue) -> Int {
    var round = environments
    if case .object(let fields) = settings, case .integer(let rollout) = fields["rolloutSteps"] {
      round *= max(1, rollout)
    }
    return (steps + round - 1) / round * round
  }

  /// The preset as the document that `makeAgent(json:)` reads.
  public var document: String {
    JSONValue.object(["agent": .text(agent.name), "settings": settings.json]).text
  }
}
