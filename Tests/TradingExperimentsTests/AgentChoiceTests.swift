import Foundation
import RLFramework
import Testing
import TradingExperiments

struct AgentChoiceTests {
  /// Settings with which an agent learns something within 256 steps in a debug build.
  private static let small: [AgentID: String] = [
    "ppo": "{}",
    "a2c": #"{"rolloutSteps": 16, "network": {"policy": [8], "value": [8]}}"#,
    "recurrent-ppo": #"{"rolloutSteps": 32, "batchSize": 32, "epochs": 1, "network": {"width": 8}}"#,
    "dqn": #"{"replay": {"capacity": 512}, "cadence": {"learningStarts": 32}, "network": {"hidden": [8]}}"#,
    "qr-dqn":
      #"{"replay": {"capacity": 512}, "cadence": {"learningStarts": 32}, "quantiles": 8, "network": {"hidden": [8]}}"#,
  ]

  private static func settings(_ agent: AgentID, preset: RunConfiguration.Preset = .simple) throws -> RunConfiguration {
    var settings = SmallExperiment.settings
    settings.preset = preset
    settings.agent = agent
    settings.forgetKeysOfOtherAgents()
    if !settings.hasAgentKeys { settings.agentSettings = try JSONValue(parsing: small[agent] ?? "{}") }
    try settings.validate()
    return settings
  }

  @Test func `every agent that chooses one of several actions can be trained`() {
    #expect(RunConfiguration.agents == ["ppo", "a2c", "recurrent-ppo", "dqn", "qr-dqn"])
    #expect(Set(RunConfiguration.agents) == Set(Self.small.keys))
  }

  @Test(arguments: RunConfiguration.agents)
  func `a run of each agent ends in a scorecard under its own name`(_ agent: AgentID) throws {
    let folder = try TemporaryFolder()
    let settings = try Self.settings(agent)
    let (run, comparison) = try SmallExperiment.run(settings, in: folder.url)
    #expect(comparison.scorecards.map(\.name).first == settings.agentTitle)
    #expect(try String(decoding: folder.data("report.html"), as: UTF8.self).contains(settings.agentTitle))
    #expect(!run.log.rows.isEmpty && run.selector.memory.best != nil)
    #expect(try run.agent.parameterCount() > 0)
    let earlier = try EarlierRun(folder.url.path)
    #expect(earlier.settings.agent == agent)
    #expect(try earlier.settings.agentConfiguration().json == settings.agentConfiguration().json)
    // What is read back plays what was judged.
    let market = run.market.unscaled
    let environment = try Playthrough.environment(market, hours: market.windows.final, task: settings.task)
    let electorate = try Electorate([earlier], top: nil, weights: nil)
    #expect(electorate.title == settings.agentTitle)
    let played = try Playthrough(
      "again", agent: try electorate.policy(in: environment), on: market, hours: market.windows.final,
      task: settings.task)
    #expect(played.recording.equity == comparison.playthroughs[0].recording.equity)
  }

  @Test(.enabled(if: RealData.folder != nil), arguments: RunConfiguration.agents)
  func `a run of each agent on real data ends in a scorecard`(_ agent: AgentID) throws {
    let folder = try TemporaryFolder()
    var settings = try Self.settings(agent)
    settings.data = try #require(RealData.folder).path
    (settings.symbols, settings.venues) = (["BTCUSDT", "SOLUSDT"], ["binance", "bybit"])
    (settings.trainFrom, settings.finalTo) = ("2025-04-01", "2025-05-01")
    try settings.validate()
    let (run, comparison) = try SmallExperiment.run(settings, in: folder.url)
    #expect(comparison.scorecards.map(\.name).first == settings.agentTitle)
    #expect(!run.market.origin.label.contains("synthetic"))
    let table = ScorecardTable(label: SingleRun.label(run.market, settings), scorecards: comparison.scorecards).text
    #expect(table.contains("no trade") && table.contains(settings.agentTitle))
  }

  @Test(arguments: RunConfiguration.agents)
  func `a run that was stopped resumes to the same policy`(_ agent: AgentID) throws {
    let (whole, halves) = (try TemporaryFolder(), try TemporaryFolder())
    let settings = try Self.settings(agent)
    let (run, _) = try SmallExperiment.run(settings, in: whole.url)
    let market = run.market
    let first = try SingleRun(
      settings, market: market, directory: RunDirectory(halves.url.path), resumes: false
    ) { _, _ in [StopAt(steps: 150)] }
    #expect(try !first.train())
    let second = try SingleRun(settings, market: market, directory: RunDirectory(halves.url.path), resumes: true)
    #expect(try second.train())
    #expect(try halves.data("policy.safetensors") == whole.data("policy.safetensors"))
    #expect(try halves.data("metrics.csv") == whole.data("metrics.csv"))
  }

  @Test(arguments: RunConfiguration.agents)
  func `a run may begin with the policy of another of the same agent`(_ agent: AgentID) throws {
    let (old, new) = (try TemporaryFolder(), try TemporaryFolder())
    var settings = try Self.settings(agent)
    _ = try SmallExperiment.run(settings, in: old.url)
    settings.initializeFrom = old.url.path
    let (run, _) = try SmallExperiment.run(settings, in: new.url)
    #expect(run.beginning.first?.hasPrefix("Training begins with the policy of") == true)
  }

  @Test func `a policy of another agent is refused in a sentence`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallExperiment.run(in: folder.url)
    var settings = try Self.settings("dqn")
    settings.initializeFrom = folder.url.path
    let error = #expect(throws: FileError.self) {
      try SingleRun(
        settings, market: try PreparedMarket(settings), directory: RunDirectory(folder.file("new").path),
        resumes: false)
    }
    #expect(error.map { "\($0)" }?.hasSuffix("is a checkpoint of agent ppo, dqn is needed") == true)
  }

  @Test(arguments: [
    (#"{"agent": "sac"}"#, "agent must be ppo, a2c, recurrent-ppo, dqn or qr-dqn, was sac"),
    (
      #"{"agent": "dqn", "epochs": 3}"#,
      "epochs must be left to agentSettings for agent dqn, being a setting of ppo, was 3"
    ),
    (#"{"agent": "a2c", "network": "mlp"}"#, "network must be left to agentSettings for agent a2c"),
    (#"{"agent": "dqn", "agentSettings": {"batchSize": 0}}"#, "agentSettings.batchSize must be in 1...65536, was 0"),
    (#"{"agent": "dqn", "agentSettings": {"clipRange": 0.1}}"#, "agentSettings.clipRange must be one of"),
    (#"{"agent": "dqn", "agentSettings": 3}"#, "agentSettings must be an object of settings, was 3"),
    (#"{"agentSettings": {"epochs": 3}}"#, "agentSettings.epochs must be given as the setting of its own"),
    (#"{"agentSettings": {"targetDivergence": -1}}"#, "agentSettings.targetDivergence must be positive"),
  ])
  func `settings that no agent has are refused by name`(_ json: String, _ sentence: String) throws {
    let folder = try TemporaryFolder()
    try Data(json.utf8).write(to: folder.file("settings.json"))
    let error = #expect(throws: ConfigurationError.self) {
      try RunConfiguration.resolve(file: folder.file("settings.json").path, flags: [:])
    }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test func `settings of the agent may stand in a file of their own`() throws {
    let folder = try TemporaryFolder()
    try Data("replay:\n  capacity: 1000\n".utf8).write(to: folder.file("dqn.yaml"))
    let settings = try RunConfiguration.resolve(
      file: nil, flags: ["agent": "dqn", "agentSettings": folder.file("dqn.yaml").path, "threads": 1])
    let agent = try #require(try settings.agentConfiguration() as? DQNConfiguration)
    #expect(agent.replay.capacity == 1000 && agent.threads == 1)
    #expect(agent.batchSize == DQNConfiguration().batchSize)
    let error = #expect(throws: ConfigurationError.self) {
      try Data("replay: {capacity: -1}".utf8).write(to: folder.file("dqn.yaml"))
      _ = try RunConfiguration.resolve(
        file: nil, flags: ["agent": "dqn", "agentSettings": folder.file("dqn.yaml").path])
    }
    #expect(error?.field == "--agent-settings: replay.capacity")
  }

  @Test func `what is left of the settings of ppo can be set beside its keys`() throws {
    var settings = SmallExperiment.settings
    settings.agentSettings = .object(["normalizesObservations": .boolean(true)])
    let agent = try #require(try settings.agentConfiguration() as? PPOConfiguration)
    #expect(agent.normalizesObservations && agent.batchSize == 64 && agent.network == MLPBlueprint(hidden: [8]))
  }

  @Test(arguments: RunConfiguration.agents)
  func `steps are rounded up to what the agent learns from`(_ agent: AgentID) throws {
    var settings = try Self.settings(agent)
    settings.timesteps = 1001
    let rows = ["ppo": 128, "a2c": 32, "recurrent-ppo": 64, "dqn": 2, "qr-dqn": 2][agent.name] ?? 0
    #expect(settings.wholeSteps == (1001 + rows - 1) / rows * rows)
  }
}

/// Where the real market data lie, if they are at hand.
private enum RealData {
  /// `RLFRAMEWORK_MARKET`, or `../shared/market` beside the package.
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["RLFRAMEWORK_MARKET"].map { URL(fileURLWithPath: $0) }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let folder = named ?? root.appendingPathComponent("../shared/market").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}

/// Ends a run early.
private final class StopAt: Callback {
  let events: TrainingEvents = .steps
  private let steps: Int

  init(steps: Int) { self.steps = steps }

  func stepDidEnd(in run: any TrainingRun) -> Verdict {
    run.progress.steps >= steps ? .stop(reason: "half") : .proceed
  }
}
