import RLCore

extension Registry {
  /// Every agent of this library, and the kinds of policies they act with.
  public static var standard: Registry {
    var registry = Registry()
    for recipe in recipes {
      do {
        try registry.register(recipe)
      } catch {
        preconditionFailure("Invariant: built-in recipes differ, \(error)")
      }
    }
    for policy in policies {
      do {
        try registry.register(policy: policy)
      } catch {
        preconditionFailure("Invariant: built-in policies differ, \(error)")
      }
    }
    return registry
  }

  private static var policies: [any PolicyBlueprint.Type] {
    [
      ActorCriticPolicy<DiscreteAction>.self, ActorCriticPolicy<MultiDiscreteAction>.self,
      ActorCriticPolicy<ContinuousAction>.self,
      RecurrentPolicy<DiscreteAction>.self, RecurrentPolicy<MultiDiscreteAction>.self,
      RecurrentPolicy<ContinuousAction>.self,
      ActionValuePolicy.self,
      SquashedGaussianPolicy.self,
      DeterministicPolicy.self,
    ]
  }

  private static var recipes: [any AgentRecipe.Type] {
    [
      PPORecipe<DiscreteAction>.self, PPORecipe<MultiDiscreteAction>.self, PPORecipe<ContinuousAction>.self,
      A2CRecipe<DiscreteAction>.self, A2CRecipe<MultiDiscreteAction>.self, A2CRecipe<ContinuousAction>.self,
      RecurrentPPORecipe<DiscreteAction>.self, RecurrentPPORecipe<MultiDiscreteAction>.self,
      RecurrentPPORecipe<ContinuousAction>.self,
      DQNRecipe.self,
      QRDQNRecipe.self,
      SACRecipe.self,
      TD3Recipe.self,
      DDPGRecipe.self,
    ]
  }
}
