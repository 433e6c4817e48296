import Networks
import RLCore
import Randomness
import Settings

extension PPO {
  /// An agent that fits some environments: their spaces, their masks and their number.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - network: The blueprint of networks that the configuration cannot describe; `nil` takes its own.
  ///   - environments: Where it will be trained.
  ///   - random: Where the initial parameters come from.
  /// - Throws: `ConfigurationError`.
  public convenience init<E: Environments>(
    _ configuration: PPOConfiguration = PPOConfiguration(), network: (any ActorCriticBlueprint)? = nil,
    for environments: E, random: RandomStream
  ) throws(ConfigurationError) where E.ActionType == ActionType {
    try self.init(configuration, network: network, in: AgentContext(environments, random: random))
  }

  /// An agent for a task.
  ///
  /// - Throws: `ConfigurationError`.
  public convenience init(
    _ configuration: PPOConfiguration = PPOConfiguration(), network: (any ActorCriticBlueprint)? = nil,
    in context: AgentContext<ActionType>
  ) throws(ConfigurationError) {
    try self.init(
      configuration, network: network, observationSpace: context.observationSpace, actionSpace: context.actionSpace,
      masksActions: context.masksActions, environments: context.environments, random: context.random)
  }
}
