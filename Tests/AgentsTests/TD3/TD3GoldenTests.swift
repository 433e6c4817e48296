import Networks
import RLCore
import Tensors
import Testing

@testable import Agents

/// What of `td3.json` TD3 alone has.
private struct TD3Fixture: Decodable {
  struct Smoothing: Decodable {
    let targetNoise: Float
    let targetNoiseClip: Float
    let policyDelay: Int
  }

  let hyperparameters: Smoothing
}

/// One gradient step in full detail, as Stable-Baselines3 takes it.
@Suite("TD3 against Stable-Baselines3")
struct TD3GoldenTests {
  private let fixture: ContinuousFixture
  private let expected: DeterministicFixture.Expected

  init() throws {
    fixture = try ContinuousFixture.load("td3")
    expected = try ContinuousFixture.load("td3", as: DeterministicFixture.self).expected
  }

  private func agent(threads: Int = 1) throws -> TD3 {
    let settings = fixture.hyperparameters
    let smoothing = try ContinuousFixture.load("td3", as: TD3Fixture.self).hyperparameters
    let agent = try TD3(
      TD3Configuration(
        learningRate: .constant(settings.learningRate), batchSize: fixture.rows, discount: settings.gamma,
        targetShare: settings.polyak, policyDelay: smoothing.policyDelay, targetNoise: smoothing.targetNoise,
        targetNoiseLimit: smoothing.targetNoiseClip, replay: fixture.replay, actor: fixture.layers,
        critic: fixture.layers, adamEpsilon: settings.adamEpsilon, threads: threads), in: fixture.context)
    try fixture.fill(agent)
    agent.smoothing.take(try #require(fixture.batch.nextNoise).map(agent.smoothingNoise))
    return agent
  }

  @Test("Actions, and next actions of the target with noise that is cut off, within ±1")
  func actions() throws {
    let agent = try agent()
    var batch = ObservationBatch(count: fixture.rows, width: fixture.observationWidth, maskWidth: 0)
    batch.values = fixture.batch.observations
    try expectClose(agent.policy.choose(batch), expected.actions, "actions")
    let tape = Tape(parameters: agent.policy.targets)
    let states = tape.constant(
      fixture.batch.nextObservations, rows: fixture.rows, columns: fixture.observationWidth)
    let next = zip(tape.values(of: tape.tanh(agent.policy.network(states, on: tape))), agent.smoothing.array)
    try expectClose(next.map { min(max($0 + $1, -1), 1) }, expected.targetActions, "next actions")
  }

  @Test("Targets, losses, gradients and the step of every network and its target", arguments: [1, 2])
  func gradientStep(threads: Int) throws {
    let agent = try agent(threads: threads)
    agent.gradientSteps = 1
    try fixture.compareValues(of: agent, with: expected)
    let report = try agent.improveOnce()
    try ContinuousFixture.expectFigure(report["criticLoss"], expected.criticLoss, "loss of the critics")
    try ContinuousFixture.expectFigure(report["policyLoss"], expected.actorLoss, "loss of the policy")
    try fixture.compareCritics(of: agent, with: expected)
    try fixture.comparePolicy(of: agent, with: expected)
  }

  @Test("A step in which the policy does not move is the same for the critics, and leaves policy and targets alone")
  func stepOfCriticsAlone() throws {
    let agent = try agent()
    let before = agent.policy.learner.parameters.array
    let targets = (agent.policy.targets.array, agent.critics.targets.array)
    let report = try agent.improveOnce()
    try ContinuousFixture.expectFigure(report["criticLoss"], expected.criticLoss, "loss of the critics")
    #expect(report["policyLoss"] == nil)
    try fixture.compareCritics(of: agent, with: expected)
    #expect(agent.policy.learner.parameters.array == before)
    #expect((agent.policy.targets.array, agent.critics.targets.array) == targets)
  }
}
