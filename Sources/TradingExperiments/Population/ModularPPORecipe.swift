import Agents
import Networks
import RLCore
import Settings

/// PPO with the modular network of the full preset, for populations.
package enum ModularPPORecipe: AgentRecipe {
  package typealias ActionType = DiscreteAction

  package static let id: AgentID = "ppo-modular"
  package static let summary = "PPO with encoders for settings, portfolio, positions and opportunities"
  package static var defaults: PPOConfiguration { PPOConfiguration() }

  package static func make(
    _ settings: PPOConfiguration, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> {
    try PPO(
      settings, network: ModularBlueprint(), observationSpace: context.observationSpace,
      actionSpace: context.actionSpace, masksActions: context.masksActions, environments: context.environments,
      random: context.random)
  }
}
