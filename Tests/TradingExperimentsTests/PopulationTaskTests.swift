import RLFramework
import Testing
import TradingExperiments

struct PopulationTaskTests {
  private static func settings(_ network: RunConfiguration.Network) throws -> RunConfiguration {
    var settings = SmallExperiment.settings
    settings.preset = .full
    settings.network = network
    if network != .mlp { settings.hidden = [] }
    if network == .modular { settings.dropout = 0.25 }
    if network == .pointer { settings.holdPreference = 1.5 }
    try settings.validate()
    return settings
  }

  @Test(arguments: RunConfiguration.Network.allCases)
  func `members of a population have the network of a single run, parameter by parameter`(
    _ network: RunConfiguration.Network
  ) throws {
    let settings = try Self.settings(network)
    let market = try PreparedMarket(settings)
    let task = try FundingArbitrageTask(settings, market: market)
    #expect(task.agent == "ppo")
    let environment = try SingleRun.trainingEnvironment(settings, market)
    let context = AgentContext<DiscreteAction>(
      observationSpace: environment.observationSpace, actionSpace: environment.actionSpace, masksActions: true,
      environments: settings.environments, random: RandomStream(seed: settings.seed).split("agent"))
    let member = try #require(
      try task.registry.agent(task.agent, settings: task.settings, in: context) as? PPO<DiscreteAction>)
    let alone = try #require(
      try SingleRun.makeAgent(settings, environment: environment) as? PPO<DiscreteAction>)
    #expect(member.layout.table == alone.layout.table)
    #expect(member.parameters.array == alone.parameters.array)
    #expect(member.configuration == alone.configuration)
    let named = member.configuration.network
    switch network {
    case .modular: #expect(named.encoding?.dropout == 0.25)
    case .pointer: #expect(named.pointer?.holdPreference == 1.5)
    case .mlp: #expect(named.encoding == nil && named.pointer == nil)
    }
  }

  @Test func `a population refuses what its members cannot do, and settings out of range by their own key`() throws {
    var settings = try Self.settings(.modular)
    let market = try PreparedMarket(settings)
    settings.warmStart = .rule
    #expect(throws: ConfigurationError(field: "warmStart", must: "be none for a population", found: "rule")) {
      try FundingArbitrageTask(settings, market: market)
    }
    settings.dropout = 1
    #expect(throws: ConfigurationError(field: "dropout", must: "be in 0..<1", found: "1.0")) { try settings.validate() }
  }
}
