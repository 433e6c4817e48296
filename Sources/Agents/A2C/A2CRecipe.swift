import RLCore
import Settings

/// How the registry makes ``A2C``, for each kind of action that has a distribution.
public struct A2CRecipe<ActionType: PolicyAction>: AgentRecipe {
  /// The name `a2c`.
  public static var id: AgentID { "a2c" }
  /// The agent in one line.
  public static var summary: String { "Advantage actor-critic, with action masks where the environment has them" }
  /// The defaults of Stable-Baselines3, with PyTorch's RMSprop.
  public static var defaults: A2CConfiguration { A2CConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: A2CConfiguration, in context: AgentContext<ActionType>
  ) throws(ConfigurationError) -> any Agent<ActionType> {
    try A2C(settings, in: context)
  }
}
