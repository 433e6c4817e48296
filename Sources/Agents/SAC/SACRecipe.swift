import RLCore
import Settings

/// How the registry makes ``SAC``.
public enum SACRecipe: AgentRecipe {
  /// The name `sac`.
  public static var id: AgentID { "sac" }
  /// The agent in one line.
  public static var summary: String { "Soft actor-critic: off-policy, with twin critics and a learnt entropy weight" }
  /// The defaults of Stable-Baselines3.
  public static var defaults: SACConfiguration { SACConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: SACConfiguration, in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) -> any Agent<ContinuousAction> {
    try SAC(settings, in: context)
  }
}
