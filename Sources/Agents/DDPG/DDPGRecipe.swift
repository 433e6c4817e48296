import RLCore
import Settings

/// How the registry makes ``DDPG``.
public enum DDPGRecipe: AgentRecipe {
  /// The name `ddpg`.
  public static var id: AgentID { "ddpg" }
  /// The agent in one line.
  public static var summary: String { "Deep deterministic policy gradient: one critic, exploration by noise" }
  /// The defaults of Stable-Baselines3.
  public static var defaults: DDPGConfiguration { DDPGConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: DDPGConfiguration, in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) -> any Agent<ContinuousAction> {
    try DDPG(settings, in: context)
  }
}
