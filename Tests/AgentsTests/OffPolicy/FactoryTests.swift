import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Testing

@testable import Agents

@Suite("Making agents by name")
struct FactoryTests {
  private let random = RandomStream(seed: 1)
  private let small: JSONValue = .object(["replay": .object(["capacity": .integer(100)])])

  private func expect(_ sentence: String, _ body: () throws -> Void) throws {
    let error = try #require(throws: (any Error).self) { try body() }
    #expect("\(error)" == sentence)
  }

  @Test("The agents that act with real values are listed with one line each, and each is made for such a task")
  func list() throws {
    let agents = listAvailableAgents()
    #expect(Set(agents.map(\.id)).count == agents.count)
    #expect(agents.allSatisfy { !$0.summary.isEmpty && !$0.summary.contains("\n") })
    for (id, kind) in [("ppo", "PPO"), ("sac", "SAC"), ("td3", "TD3"), ("ddpg", "DDPG")] {
      #expect(agents.contains { $0.id.name == id })
      let settings = id == "ppo" ? JSONValue.object([:]) : small
      let agent = try makeAgent(AgentID(id), settings: settings, for: ReplayedTask.environments(), random: random)
      #expect("\(type(of: agent))".hasPrefix(kind))
    }
  }

  @Test("Settings that are named replace defaults, those beside them stay")
  func settings() throws {
    let settings: JSONValue = .object([
      "discount": .number(0.5), "replay": .object(["capacity": .integer(64)]),
      "actor": .object(["hidden": .list([.integer(4)])]),
    ])
    let agent = try #require(
      try makeAgent("td3", settings: settings, for: ReplayedTask.environments(), random: random) as? TD3)
    var expected = TD3Configuration(discount: 0.5)
    expected.replay.capacity = 64
    expected.actor.hidden = [4]
    #expect(agent.configuration == expected)
  }

  /// Settings with a field that nothing reads, and what is said about it.
  private static let unread: [(agent: String, json: String, sentence: String)] = [
    (
      "dqn", #"{"exploration": {"from": 1, "to": 0.05, "over": 0.1}}"#,
      "exploration.over must be one of from, shape, to, was unknown"
    ),
    (
      "sac", #"{"learningRate": {"from": 1e-3, "to": 1e-5, "shap": "exponential"}}"#,
      "learningRate.shap must be one of from, shape, to, was unknown"
    ),
    (
      "a2c", #"{"optimizer": {"rmsprop": {"decay": 0.9, "epsilon": 1e-5, "placement": "outsideRoot", "eps": 1e-3}}}"#,
      "optimizer.rmsprop.eps must be one of decay, epsilon, placement, was unknown"
    ),
    (
      "sac", #"{"temperature": {"learned": {"start": 1, "target": -2}}}"#,
      "temperature.learned.target must be one of start, was unknown"
    ),
    (
      "td3",
      #"{"explorationNoise": {"ornsteinUhlenbeck": {"deviation": 0.5, "reversion": 1, "timeStep": 1, "theta": 1}}}"#,
      "explorationNoise.ornsteinUhlenbeck.theta must be one of deviation, reversion, timeStep, was unknown"
    ),
  ]

  @Test(
    "A field within a schedule or a choice that nothing reads is refused, with those that are read", arguments: unread)
  func unknownWithin(agent: String, json: String, sentence: String) throws {
    try expect(sentence) {
      _ = try Registry.standard.defaults(of: AgentID(agent)).applying(JSONValue(parsing: json))
    }
  }

  @Test("A field of a group that is off by default is refused where nothing reads it")
  func unknownInOptionalGroup() throws {
    let error = try #require(throws: ConfigurationError.self) {
      _ = try DQNConfiguration().applying(JSONValue(parsing: #"{"replay": {"prioritized": {"alpha": 0.9}}}"#))
    }
    #expect(error.field == "replay.prioritized.alpha" && error.found == "unknown")
  }

  @Test("By name, by recipe and from a document the same agent is made")
  func ways() throws {
    let environments = try ReplayedTask.environments()
    var settings = SACConfiguration(temperature: .fixed(value: 0.25))
    settings.replay.capacity = 100
    let json = """
      {"agent": "sac", "settings": {"temperature": {"fixed": {"value": 0.25}}, "replay": {"capacity": 100}}}
      """
    let choice = try AgentChoice(json: json)
    let agents = [
      try makeAgent(choice.agent, settings: choice.settings, for: environments, random: random) as? SAC,
      try makeAgent(SACRecipe.self, settings, for: environments, random: random) as? SAC,
      try makeAgent(json: json, for: environments, random: random) as? SAC,
    ]
    for agent in agents {
      let agent = try #require(agent)
      #expect(agent.configuration == settings && agent.parameterBits == agents[0]?.parameterBits)
    }
  }

  @Test("An agent for other actions is refused with what it acts in and what was asked")
  func spaces() throws {
    let discrete = try VectorEnvironment([IdentityEnvironment(choices: 2)], random: random)
    for id in ["sac", "td3", "ddpg"] {
      try expect("agent \(id) acts in continuous spaces, was discrete(2)") {
        _ = try makeAgent(AgentID(id), for: discrete, random: random)
      }
    }
  }

  @Test("An unknown agent is refused with those there are")
  func unknown() throws {
    let names = listAvailableAgents().map(\.id.name).joined(separator: ", ")
    try expect("there is no agent sacc; there are \(names)") {
      _ = try makeAgent("sacc", for: ReplayedTask.environments(), random: random)
    }
  }

  @Test("Wrong settings are named with their path")
  func wrongSettings() throws {
    func refuse(_ settings: JSONValue, _ sentence: String) throws {
      try expect(sentence) {
        _ = try makeAgent("sac", settings: settings, for: ReplayedTask.environments(), random: random)
      }
    }
    try refuse(
      .object(["replay": .object(["size": .integer(1)])]),
      "replay.size must be one of capacity, returnSteps, memoryLimit, prioritized, was unknown")
    try refuse(.object(["batchSize": .text("many")]), "batchSize must be a whole number, was \"many\"")
    try refuse(.object(["batchSize": .integer(-1)]), "batchSize must be in 1...65536, was -1")
    try refuse(.object(["cadence": .integer(4)]), "cadence must be an object, was 4")
    try refuse(.list([]), "the document must be an object, was []")
  }

  @Test("A document is refused where it is not one of an agent with settings")
  func documents() throws {
    #expect(try AgentChoice(json: #"{"agent": "ppo"}"#) == AgentChoice("ppo"))
    for (json, sentence) in [
      (#"{"agent": "sac", "seed": 3}"#, "seed must be one of agent, settings, was unknown"),
      (#"{"settings": {}}"#, "agent must name an agent, was nothing"),
      (#"{"agent": 3}"#, "agent must name an agent, was 3"),
      ("[1]", "the document must be an object, was [1]"),
    ] {
      try expect(sentence) { _ = try AgentChoice(json: json) }
      try expect(sentence) { _ = try makeAgent(json: json, for: ReplayedTask.environments(), random: random) }
    }
    let error = try #require(throws: ConfigurationError.self) { try AgentChoice(json: "{agent}") }
    #expect(error.field == "the document" && error.must == "be JSON")
  }
}
