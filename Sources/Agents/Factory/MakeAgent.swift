import RLCore
import Randomness
import Settings

/// Every agent of this library with one line on each, in the order of the documentation.
public func listAvailableAgents() -> [(id: AgentID, summary: String)] { Registry.standard.agents }

/// Makes an agent by name.
///
/// ```swift
/// let agent = try makeAgent("sac", for: environments, random: random)
/// ```
///
/// - Parameters:
///   - id: One of ``listAvailableAgents()``.
///   - settings: Settings that differ from the defaults, as JSON.
///   - environments: Where it will be trained.
///   - random: Where the initial parameters come from.
/// - Returns: An agent with fresh parameters.
/// - Throws: `RegistryError` if no such agent does such actions, `ConfigurationError` where a setting is wrong.
public func makeAgent<E: Environments>(
  _ id: AgentID, settings: JSONValue = .object([:]), for environments: E, random: RandomStream
) throws -> any Agent<E.ActionType> {
  try Registry.standard.agent(id, settings: settings, in: AgentContext(environments, random: random))
}

/// Makes an agent by its recipe, with settings that the compiler checks.
///
/// ```swift
/// let agent = try makeAgent(PPORecipe.self, PPOConfiguration(discount: 0.98), for: environments, random: random)
/// ```
///
/// - Throws: `ConfigurationError` if a setting is wrong.
public func makeAgent<R: AgentRecipe, E: Environments>(
  _ recipe: R.Type, _ settings: R.Settings = R.defaults, for environments: E, random: RandomStream
) throws(ConfigurationError) -> any Agent<E.ActionType> where E.ActionType == R.ActionType {
  try R.make(settings, in: AgentContext(environments, random: random))
}

/// Makes an agent from a document: `{"agent": "sac", "settings": {"discount": 0.98}}`.
///
/// - Throws: `RegistryError` or `ConfigurationError`; nothing is assumed where a field is misspelt.
public func makeAgent<E: Environments>(
  json: String, registry: Registry = .standard, for environments: E, random: RandomStream
) throws -> any Agent<E.ActionType> {
  let choice = try AgentChoice(json: json)
  return try registry.agent(choice.agent, settings: choice.settings, in: AgentContext(environments, random: random))
}
