import RLCore
import Settings

/// How the registry makes ``QRDQN``.
public struct QRDQNRecipe: AgentRecipe {
  /// The name `qr-dqn`.
  public static var id: AgentID { "qr-dqn" }
  /// The agent in one line.
  public static var summary: String {
    "Quantile regression DQN: learns the distribution of the return; masked where the environment masks"
  }
  /// The defaults of sb3-contrib.
  public static var defaults: QRDQNConfiguration { QRDQNConfiguration() }

  /// Makes an agent.
  public static func make(
    _ settings: QRDQNConfiguration, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> {
    try QRDQN(settings, in: context)
  }
}
