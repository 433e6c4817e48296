import RLCore
import Settings

/// How the registry makes ``PPO``, for each kind of action that has a distribution.
public struct PPORecipe<ActionType: PolicyAction>: AgentRecipe {
  /// The name `ppo`.
  public static var id: AgentID { "ppo" }
  /// The agent in one line.
  public static var summary: String { "Proximal policy optimisation, with action masks where the environment has them" }
  /// The defaults of Stable-Baselines3.
  public static var defaults: PPOConfiguration { PPOConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: PPOConfiguration, in context: AgentContext<ActionType>
  ) throws(ConfigurationError) -> any Agent<ActionType> {
    try PPO(settings, in: context)
  }
}
