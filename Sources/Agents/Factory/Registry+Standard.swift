import RLCore

extension Registry {
  /// Every agent of this library.
  public static var standard: Registry {
    var registry = Registry()
    for recipe in recipes {
      do {
        try registry.register(recipe)
      } catch {
        preconditionFailure("Invariant: built-in recipes differ, \(error)")
      }
    }
    return registry
  }

  private static var recipes: [any AgentRecipe.Type] {
    [
      PPORecipe<DiscreteAction>.self, PPORecipe<MultiDiscreteAction>.self, PPORecipe<ContinuousAction>.self,
      DQNRecipe.self, QRDQNRecipe.self,
      SACRecipe.self, TD3Recipe.self, DDPGRecipe.self,
    ]
  }
}
