import Agents
import Benchmarking
import Gymnasium
import RLCore
import Randomness
import Settings
import Testing

@Suite struct SuiteTests {
  private let suite = BenchmarkSuite.classic

  @Test(arguments: BenchmarkSuite.classic.presets)
  func `a preset's agent can be made for its task from the document that is printed`(preset: Preset) throws {
    try preset.settings.validate()
    do {
      try expectAgent(preset, in: try suite.task(of: preset).source)
    } catch is GymnasiumError {
      try expectAgentInLander(preset)
    }
  }

  /// Where there is no Python the spaces of LunarLander stand in for it.
  private func expectAgentInLander(_ preset: Preset) throws {
    let choice = try AgentChoice(json: preset.document)
    func expectAgent<A: Action>(in actionSpace: A.Domain, of kind: A.Type) throws {
      let context = AgentContext<A>(
        observationSpace: ObservationSpace(width: 8), actionSpace: actionSpace, environments: preset.environments,
        random: RandomStream(seed: 1))
      _ = try Registry.standard.agent(choice.agent, settings: choice.settings, in: context)
    }
    if preset.task == "LunarLander-v3" {
      try expectAgent(in: DiscreteAction.Domain(count: 4), of: DiscreteAction.self)
    } else {
      try expectAgent(
        in: ContinuousAction.Domain(low: [-1, -1], high: [1, 1]), of: ContinuousAction.self)
    }
  }

  private func expectAgent(_ preset: Preset, in source: some EnvironmentSource) throws {
    let random = RandomStream(seed: 1)
    let environments = try source.make(count: preset.environments, random: random)
    _ = try makeAgent(json: preset.document, for: environments, random: random)
  }

  @Test(arguments: BenchmarkSuite.classic.presets)
  func `a preset's document holds exactly its settings`(preset: Preset) throws {
    let choice = try AgentChoice(json: preset.document)
    let read = try Registry.standard.defaults(of: choice.agent).applying(choice.settings)
    #expect(choice.agent == preset.agent)
    #expect(read.json == preset.settings.json)
  }

  @Test(arguments: BenchmarkSuite.classic.presets)
  func `training takes the budget, or little more where rollouts are whole`(preset: Preset) {
    #expect(preset.totalSteps >= preset.steps)
    #expect(preset.totalSteps.isMultiple(of: preset.environments))
    #expect(Double(preset.totalSteps) < 1.03 * Double(preset.steps))
  }

  @Test func `presets have names of their own`() {
    #expect(Set(suite.presets.map(\.name)).count == suite.presets.count)
  }

  @Test func `patterns name presets by name, agent or task`() throws {
    let presets = ["CartPole-v1", "Pendulum-v1"].flatMap { task in
      (["ppo", "sac"] as [AgentID]).map { SmallBenchmark.preset(task: task, agent: $0) }
    }
    let suite = BenchmarkSuite("small", presets: presets, tasks: [])
    func names(_ patterns: String...) throws -> [String] { try suite.presets(matching: patterns).map(\.name) }
    #expect(try names().count == 4)
    #expect(try names("sac/Pendulum-v1") == ["sac/Pendulum-v1"])
    #expect(try names("sac") == ["sac/CartPole-v1", "sac/Pendulum-v1"])
    #expect(try names("Pendulum-v1") == ["ppo/Pendulum-v1", "sac/Pendulum-v1"])
    #expect(try names("s*/C*", "ppo/P*") == ["sac/CartPole-v1", "ppo/Pendulum-v1"])
    #expect(throws: BenchmarkError("there is no preset that s names; there are \(presets.map(\.name).list)")) {
      try names("sac", "s")
    }
  }

  @Test func `an unknown name is answered with the names there are`() {
    #expect(throws: BenchmarkError("there is no suite atari; there are classic")) {
      try BenchmarkSuite.named("atari")
    }
    #expect(throws: BenchmarkError("there is no preset ppo/Pong; there are \(suite.presets.map(\.name).list)")) {
      try suite.preset(named: "ppo/Pong")
    }
    #expect(throws: BenchmarkError("there is no task Pong; there are \(suite.tasks.map(\.name).list)")) {
      try suite.task(of: SmallBenchmark.preset(task: "Pong"))
    }
  }

  @Test func `the listing is aligned`() throws {
    let lines = suite.listing.split(separator: "\n")
    #expect(lines.count == suite.presets.count + 1)
    let title = try #require(lines[0].firstRange(of: "published"))
    let column = lines[0].distance(from: lines[0].startIndex, to: title.lowerBound)
    #expect(lines.allSatisfy { Array($0)[column - 1] == " " && Array($0)[column] != " " })
  }
}

extension [String] {
  fileprivate var list: String { joined(separator: ", ") }
}
