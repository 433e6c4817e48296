import RLCore
import Settings

/// How the registry makes ``DQN``.
public struct DQNRecipe: AgentRecipe {
  /// The name `dqn`.
  public static var id: AgentID { "dqn" }
  /// The agent in one line.
  public static var summary: String {
    "Deep Q-learning, masked where the environment masks; double, dueling, n-step and prioritised on request"
  }
  /// The defaults of Stable-Baselines3.
  public static var defaults: DQNConfiguration { DQNConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: DQNConfiguration, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> {
    try DQN(settings, in: context)
  }
}
