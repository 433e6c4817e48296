import RLCore
import Settings

/// How the registry makes ``TD3``.
public enum TD3Recipe: AgentRecipe {
  /// The name `td3`.
  public static var id: AgentID { "td3" }
  /// The agent in one line.
  public static var summary: String { "Twin delayed DDPG: the smaller of two critics, smoothed targets, late policy" }
  /// The defaults of Stable-Baselines3.
  public static var defaults: TD3Configuration { TD3Configuration() }

  /// Makes an agent.
  public static func make(
    _ settings: TD3Configuration, in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) -> any Agent<ContinuousAction> {
    try TD3(settings, in: context)
  }
}
