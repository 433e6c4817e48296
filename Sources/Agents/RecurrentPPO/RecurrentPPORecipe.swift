import RLCore
import Settings

/// How the registry makes ``RecurrentPPO``, for each kind of action that has a distribution.
public struct RecurrentPPORecipe<ActionType: PolicyAction>: AgentRecipe {
  /// The name `recurrent-ppo`.
  public static var id: AgentID { "recurrent-ppo" }
  /// The name in tables.
  public static var title: String { "recurrent PPO" }
  /// The agent in one line.
  public static var summary: String { "PPO with a memory (LSTM or GRU) for tasks that one observation does not tell" }
  /// The defaults of sb3-contrib.
  public static var defaults: RecurrentPPOConfiguration { RecurrentPPOConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: RecurrentPPOConfiguration, in context: AgentContext<ActionType>
  ) throws(ConfigurationError) -> any Agent<ActionType> {
    try RecurrentPPO(settings, in: context)
  }
}
