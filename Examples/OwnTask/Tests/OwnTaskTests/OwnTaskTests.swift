import RLFramework
import RLTesting
import Testing

@testable import OwnTask

/// The acceptance tests that the library holds its own agents and environments to.
@Suite struct OwnTaskTests {
  @Test func `the kiosk keeps the contract of environments`() {
    let report = checkEnvironment { Kiosk() }
    #expect(report.isPassed, "\(report)")
  }

  @Test func `the agent keeps the contract of agents`() {
    let settings = ReinforceSettings(episodes: 4, network: LayersBlueprint(hidden: [16]))
    let report = checkAgent(ReinforceRecipe.self, settings: settings, learns: 8192) {
      IdentityEnvironment(choices: 3, masksActions: true)
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test func `the operation has the right gradient`() {
    var random = RandomStream(seed: 1)
    let report = checkGradient(at: [GradientInput(rows: 3, columns: 4, using: &random)]) { tape, inputs in
      tape.softsign(inputs[0])
    }
    #expect(report.isPassed, "\(report)")
  }

  @Test func `the agent is made by its name beside those of the library`() throws {
    var registry = Registry.standard
    try registry.register(ReinforceRecipe.self)
    let kiosks = try VectorEnvironment([Kiosk()], random: RandomStream(seed: 1))
    let agent = try makeAgent(
      json: #"{"agent": "reinforce", "settings": {"episodes": 8}}"#, registry: registry, for: kiosks,
      random: RandomStream(seed: 1))
    #expect((agent as? Reinforce)?.settings.episodes == 8)
    #expect(registry.agents.contains { $0.id == "ppo" } && registry.agents.last?.id == "reinforce")
  }

  @Test func `the watch stops at its goal and goes on from a checkpoint`() throws {
    let random = RandomStream(seed: 1)
    func trainer(_ watch: SolvedWatch) throws -> Trainer<VectorEnvironment<Kiosk>> {
      let kiosks = try VectorEnvironment([Kiosk(), Kiosk()], random: random)
      let settings = ReinforceSettings(episodes: 4, network: LayersBlueprint(hidden: [16]))
      let agent = try Reinforce(settings, in: AgentContext(kiosks, random: random))
      return Trainer(agent, in: kiosks, totalSteps: 100_000, callbacks: [watch], random: random)
    }
    // Any season reaches it: the watch stops once it has seen enough of them.
    let (whole, first, second) = try (
      trainer(SolvedWatch(goal: -.infinity)), trainer(SolvedWatch(goal: -.infinity)),
      trainer(SolvedWatch(goal: -.infinity))
    )
    let reason = try whole.run()
    #expect(reason.hasPrefix("the last 100 seasons made ") && whole.progress.episodes == 100)
    try first.run(until: whole.progress.steps / 2)
    try second.restore(.training, from: try first.archive(.training))
    #expect(try second.run() == reason)
    #expect(try second.archive(.training) == whole.archive(.training))
  }
}
