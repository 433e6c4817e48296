import RLFramework

/// PPO with the modular network of the full preset, for populations.
enum ModularPPORecipe: AgentRecipe {
  typealias ActionType = DiscreteAction

  static let id: AgentID = "ppo-modular"
  static let summary = "PPO with encoders for settings, portfolio, positions and opportunities"
  static var defaults: PPOConfiguration { PPOConfiguration() }

  static func make(
    _ settings: PPOConfiguration, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> {
    try PPO(
      settings, network: ModularBlueprint(), observationSpace: context.observationSpace,
      actionSpace: context.actionSpace, masksActions: context.masksActions, environments: context.environments,
      random: context.random)
  }
}
