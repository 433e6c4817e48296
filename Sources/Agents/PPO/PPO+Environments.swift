import Networks
import RLCore
import Randomness
import Settings

extension PPO {
  /// An agent that fits some environments: their spaces, their masks and their number.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - network: The blueprint of the networks.
  ///   - environments: Where it will be trained.
  ///   - random: Where the initial parameters come from.
  /// - Throws: `ConfigurationError`.
  public convenience init<E: Environment>(
    _ configuration: PPOConfiguration = PPOConfiguration(), network: any ActorCriticBlueprint = MLPBlueprint(),
    for environments: VectorEnvironment<E>, random: RandomStream
  ) throws(ConfigurationError) where E.ActionType == ActionType {
    try self.init(
      configuration, network: network, observationSpace: environments.observationSpace,
      actionSpace: environments.actionSpace, masksActions: environments.maskWidth > 0,
      environments: environments.count, random: random)
  }
}
