import Networks
import RLCore
import Tensors
import Testing

@testable import Agents

/// One gradient step in full detail, as Stable-Baselines3 takes it.
@Suite("DDPG against Stable-Baselines3")
struct DDPGGoldenTests {
  private let fixture: ContinuousFixture
  private let expected: DeterministicFixture.Expected

  init() throws {
    fixture = try ContinuousFixture.load("ddpg")
    expected = try ContinuousFixture.load("ddpg", as: DeterministicFixture.self).expected
  }

  private func agent(threads: Int = 1) throws -> DDPG {
    let settings = fixture.hyperparameters
    let agent = try DDPG(
      DDPGConfiguration(
        learningRate: .constant(settings.learningRate), batchSize: fixture.rows, discount: settings.gamma,
        targetShare: settings.polyak, replay: fixture.replay, actor: fixture.layers, critic: fixture.layers,
        adamEpsilon: settings.adamEpsilon, threads: threads), in: fixture.context)
    try fixture.fill(agent)
    return agent
  }

  @Test("Actions, and next actions of the target without noise")
  func actions() throws {
    let agent = try agent()
    var batch = ObservationBatch(count: fixture.rows, width: fixture.observationWidth, maskWidth: 0)
    batch.values = fixture.batch.observations
    try expectClose(agent.policy.choose(batch), expected.actions, "actions")
    let tape = Tape(parameters: agent.policy.targets)
    let states = tape.constant(
      fixture.batch.nextObservations, rows: fixture.rows, columns: fixture.observationWidth)
    let next = tape.values(of: tape.tanh(agent.policy.network(states, on: tape)))
    try expectClose(next, expected.targetActions, "next actions")
  }

  @Test("Targets, losses, gradients and the step of every network and its target", arguments: [1, 2])
  func gradientStep(threads: Int) throws {
    let agent = try agent(threads: threads)
    try fixture.compareValues(of: agent, with: expected)
    let report = try agent.improveOnce()
    try ContinuousFixture.expectFigure(report["criticLoss"], expected.criticLoss, "loss of the critic")
    try ContinuousFixture.expectFigure(report["policyLoss"], expected.actorLoss, "loss of the policy")
    try fixture.compareCritics(of: agent, with: expected)
    try fixture.comparePolicy(of: agent, with: expected)
  }
}
