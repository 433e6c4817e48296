import Settings

/// Agents, and the kinds of policies they act with, by name: a value that grows, never a global.
public struct Registry: Sendable {
  private var recipes: [any AgentRecipe.Type] = []
  private var policies: [any PolicyBlueprint.Type] = []

  /// A registry without agents.
  public init() {}

  /// Adds a recipe.
  ///
  /// - Throws: ``RegistryError`` if the same agent for the same kind of action is there already.
  public mutating func register(_ recipe: any AgentRecipe.Type) throws(RegistryError) {
    guard !recipes.contains(where: { Self.areEqual($0, recipe) }) else {
      throw RegistryError("agent \(recipe.id) is registered already for the same kind of action")
    }
    recipes.append(recipe)
  }

  /// Every agent with its summary, in the order of registration.
  public var agents: [(id: AgentID, summary: String)] {
    recipes.reduce(into: []) { list, recipe in
      if !list.contains(where: { $0.id == recipe.id }) { list.append((recipe.id, recipe.summary)) }
    }
  }

  /// The agents that do a kind of action, in the order of registration.
  public func agents<A: Action>(doing action: A.Type) -> [AgentID] {
    recipes.filter { $0 is any AgentRecipe<A>.Type }.map { $0.id }
  }

  /// What tables and reports call an agent: `QR-DQN`.
  ///
  /// - Throws: ``RegistryError`` if there is no such agent.
  public func title(of id: AgentID) throws(RegistryError) -> String { try recipes(of: id)[0].title }

  /// Makes an agent by name.
  ///
  /// - Parameters:
  ///   - id: Which agent.
  ///   - changes: Settings that differ from the defaults; fields that are not named keep them.
  ///   - context: The task it is for.
  /// - Returns: An agent with fresh parameters.
  /// - Throws: ``RegistryError`` if no such agent does such actions, `ConfigurationError` where a setting is wrong.
  public func agent<A: Action>(
    _ id: AgentID, settings changes: JSONValue = .object([:]), in context: AgentContext<A>
  ) throws -> any Agent<A> {
    guard let recipe = try recipe(id, for: A.self, space: context.actionSpace) else {
      throw RegistryError("agent \(id) acts in \(kinds(of: id)) spaces, was \(context.actionSpace)")
    }
    return try Self.make(recipe, changes: changes, in: context)
  }

  /// The settings of an agent where nothing is said.
  ///
  /// - Throws: ``RegistryError`` if there is no such agent.
  public func defaults(of id: AgentID) throws(RegistryError) -> any Configuration {
    try recipes(of: id)[0].defaults
  }

  /// Adds a kind of policy, so that files of it can be read.
  ///
  /// - Throws: ``RegistryError`` if the same kind for the same kind of action is there already.
  public mutating func register(policy: any PolicyBlueprint.Type) throws(RegistryError) {
    guard !policies.contains(where: { $0.kind == policy.kind && Self.actions($0) == Self.actions(policy) }) else {
      throw RegistryError("policy \(policy.kind) is registered already for the same kind of action")
    }
    policies.append(policy)
  }

  /// What a policy is made of, by the name of its kind and the settings of its file.
  ///
  /// - Throws: ``RegistryError`` if there is no such kind for such actions, `ConfigurationError` where a setting is wrong.
  public func policy<A: Action>(_ kind: String, settings: JSONValue) throws -> any PolicyBlueprint<A> {
    let known = policies.filter { $0.kind == kind }
    guard let found = known.lazy.compactMap({ $0 as? any PolicyBlueprint<A>.Type }).first else {
      let names = policies.filter { $0 is any PolicyBlueprint<A>.Type }.map { $0.kind }
      throw RegistryError(
        "there is no policy \(kind) for \(A.Domain.kind) actions; there are \(names.joined(separator: ", "))")
    }
    return try found.init().applying(settings)
  }

  private static func actions<P: PolicyBlueprint>(_ policy: P.Type) -> String { P.ActionType.Domain.kind }

  private func recipe<A: Action>(
    _ id: AgentID, for action: A.Type, space: A.Domain
  ) throws(RegistryError) -> (any AgentRecipe<A>.Type)? {
    for recipe in try recipes(of: id) {
      if let match = recipe as? any AgentRecipe<A>.Type { return match }
    }
    return nil
  }

  /// At least one.
  private func recipes(of id: AgentID) throws(RegistryError) -> [any AgentRecipe.Type] {
    let known = recipes.filter { $0.id == id }
    guard !known.isEmpty else {
      throw RegistryError("there is no agent \(id); there are \(agents.map(\.id.name).joined(separator: ", "))")
    }
    return known
  }

  private func kinds(of id: AgentID) -> String {
    recipes.filter { $0.id == id }.map { Self.kind($0) }.joined(separator: " and ")
  }

  private static func kind<R: AgentRecipe>(_ recipe: R.Type) -> String { R.ActionType.Domain.kind }

  private static func areEqual(_ one: any AgentRecipe.Type, _ other: any AgentRecipe.Type) -> Bool {
    one.id == other.id && kind(one) == kind(other)
  }

  private static func make<A: Action, R: AgentRecipe<A>>(
    _ recipe: R.Type, changes: JSONValue, in context: AgentContext<A>
  ) throws(ConfigurationError) -> any Agent<A> {
    try R.make(try R.defaults.applying(changes), in: context)
  }
}

/// An agent that cannot be found, or does not fit.
public struct RegistryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The problem as a sentence.
  public let description: String

  /// An error from its sentence.
  public init(_ description: String) { self.description = description }
}
