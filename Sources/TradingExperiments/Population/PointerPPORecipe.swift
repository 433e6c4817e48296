import Agents
import Networks
import RLCore
import Settings

/// PPO with a policy that points at rows, for populations.
package enum PointerPPORecipe: AgentRecipe {
  package typealias ActionType = DiscreteAction

  package static let id: AgentID = "ppo-pointer"
  package static let summary = "PPO with a policy that points at opportunities and positions"
  package static var defaults: PPOConfiguration { PPOConfiguration() }

  package static func make(
    _ settings: PPOConfiguration, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> {
    func rows(_ name: String) -> Int { context.observationSpace.groups.first { $0.name == name }?.rows ?? 0 }
    let entries = context.actionSpace.count - 1 - rows("executions")
    return try PPO(
      settings, network: PointerBlueprint(sizes: entries / max(rows("opportunities"), 1)),
      observationSpace: context.observationSpace, actionSpace: context.actionSpace,
      masksActions: context.masksActions, environments: context.environments, random: context.random)
  }
}
