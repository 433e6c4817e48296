import Persistence
import RLCore
import Randomness
import Settings
import Testing

/// Does nothing, for any kind of action.
private final class IdleAgent<ActionType: Action>: Agent {
  let patience: Int
  init(_ patience: Int) { self.patience = patience }
  func act(on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream) -> [ActionType] { [] }
  func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {}
  func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? { nil }
  func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive { TensorArchive() }
  func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {}
}

private struct IdleSettings: Configuration {
  var patience = 5

  func validate() throws(ConfigurationError) {
    try require(patience >= 0, "patience", must: "not be negative", found: patience)
  }
}

private enum Idle<ActionType: Action>: AgentRecipe {
  static var id: AgentID { "idle" }
  static var summary: String { "Waits" }
  static var defaults: IdleSettings { IdleSettings() }
  static func make(
    _ settings: IdleSettings, in context: AgentContext<ActionType>
  ) throws(ConfigurationError) -> any Agent<ActionType> { IdleAgent(settings.patience) }
}

/// Another agent of the same name.
private enum Idler: AgentRecipe {
  static var id: AgentID { "idle" }
  static var summary: String { "Waits longer" }
  static var defaults: IdleSettings { IdleSettings(patience: 50) }
  static func make(
    _ settings: IdleSettings, in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) -> any Agent<DiscreteAction> { IdleAgent(settings.patience) }
}

private enum Lazy: AgentRecipe {
  static var id: AgentID { "lazy" }
  static var summary: String { "Does not even wait" }
  static var defaults: IdleSettings { IdleSettings(patience: 0) }
  static func make(
    _ settings: IdleSettings, in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) -> any Agent<ContinuousAction> { IdleAgent(settings.patience) }
}

@Suite("Registry")
struct RegistryTests {
  private let registry: Registry
  private let discrete = AgentContext<DiscreteAction>(
    observationSpace: ObservationSpace(width: 1), actionSpace: DiscreteAction.Domain(count: 2),
    random: RandomStream(seed: 1))
  private let continuous = AgentContext<ContinuousAction>(
    observationSpace: ObservationSpace(width: 1), actionSpace: ContinuousAction.Domain(low: [-1], high: [1]),
    random: RandomStream(seed: 1))

  init() throws {
    var registry = Registry()
    try registry.register(Idle<DiscreteAction>.self)
    try registry.register(Lazy.self)
    try registry.register(Idle<MultiDiscreteAction>.self)
    self.registry = registry
  }

  @Test("Agents are listed once each, in the order of registration")
  func list() {
    #expect(registry.agents.map(\.id) == ["idle", "lazy"])
    #expect(registry.agents.map(\.summary) == ["Waits", "Does not even wait"])
    #expect(Registry().agents.isEmpty)
  }

  @Test("The recipe that does such actions makes the agent, with the defaults where nothing is said")
  func makes() throws {
    let agent = try #require(try registry.agent("idle", in: discrete) as? IdleAgent<DiscreteAction>)
    #expect(agent.patience == 5)
    let patient = try registry.agent("idle", settings: .object(["patience": .integer(9)]), in: discrete)
    #expect((patient as? IdleAgent<DiscreteAction>)?.patience == 9)
    #expect((try registry.agent("lazy", in: continuous) as? IdleAgent<ContinuousAction>)?.patience == 0)
    #expect(try registry.defaults(of: "lazy") as? IdleSettings == IdleSettings(patience: 0))
  }

  @Test("An agent for other actions names what it acts in and what was asked")
  func incompatible() {
    #expect(throws: RegistryError("agent lazy acts in continuous spaces, was discrete(2)")) {
      try registry.agent("lazy", in: discrete)
    }
    #expect(
      throws: RegistryError("agent idle acts in discrete and multi-discrete spaces, was continuous(-1.0...1.0)")
    ) { try registry.agent("idle", in: continuous) }
  }

  @Test("An unknown agent is refused with those there are")
  func unknown() {
    let error = RegistryError("there is no agent sac; there are idle, lazy")
    #expect(throws: error) { try registry.agent("sac", in: discrete) }
    #expect(throws: error) { try registry.defaults(of: "sac") }
  }

  @Test("A wrong setting is refused before anything is made")
  func wrongSettings() {
    #expect(throws: ConfigurationError(field: "patience", must: "not be negative", found: "-1")) {
      try registry.agent("idle", settings: .object(["patience": .integer(-1)]), in: discrete)
    }
    #expect(throws: ConfigurationError(field: "speed", must: "be one of patience", found: "unknown")) {
      try registry.agent("idle", settings: .object(["speed": .integer(1)]), in: discrete)
    }
  }

  @Test("The same name twice for one kind of action is refused, for another kind it is not")
  func duplicates() throws {
    var copy = registry
    let error = RegistryError("agent idle is registered already for the same kind of action")
    #expect(throws: error) { try copy.register(Idle<DiscreteAction>.self) }
    #expect(throws: error) { try copy.register(Idler.self) }
    try copy.register(Idle<ContinuousAction>.self)
    _ = try copy.agent("idle", in: continuous)
    #expect(throws: RegistryError.self, "a registry is a value") { try registry.agent("idle", in: continuous) }
  }
}
