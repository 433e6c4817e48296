import RLFramework

/// The entry in a registry: a name, a line, the defaults, and how to make one.
enum ReinforceRecipe: AgentRecipe {
  static var id: AgentID { "reinforce" }
  static var summary: String { "REINFORCE: whole episodes, judged against their mean" }
  static var defaults: ReinforceSettings { ReinforceSettings() }

  static func make(
    _ settings: ReinforceSettings, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> {
    try Reinforce(settings, in: context)
  }
}
