import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("QR-DQN against sb3-contrib")
struct QRDQNGoldenTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let masked: Bool
      let weighted: Bool
      let severalSteps: Bool
      let values: [Float]
      let targets: [Float]
      let losses: [Float]
      let loss: Float
      let gradients: [String: [Float]]
      let gradientNorm: Double
      let parametersAfterStep: [String: [Float]]
    }

    let batch: ValueBatch
    let parameters: [String: [Float]]
    let targetParameters: [String: [Float]]
    let cases: [String: Case]
  }

  @Test(
    "Targets, losses, gradients and the step agree",
    arguments: ["plain", "threeStep", "masked", "prioritized", "everything"])
  func agree(name: String) throws {
    let fixture = try ValueBatch.load("qrdqn", as: Fixture.self)
    let golden = try #require(fixture.cases[name])
    let agent = try QRDQN(
      QRDQNConfiguration(
        learningRate: 1e-3, batchSize: 12, quantiles: 6,
        replay: ReplayConfiguration(capacity: 12, prioritized: golden.weighted ? PrioritizedReplay() : nil),
        adamEpsilon: 1e-8, network: LayersBlueprint(hidden: [8, 7])),
      in: AgentContext(
        observationSpace: ObservationSpace(width: 5), actionSpace: DiscreteAction.Domain(count: 3),
        masksActions: golden.masked, random: RandomStream(seed: 1)))
    let learner = agent.learner
    learner.parameters.take(try learner.layout.block(fixture.parameters))
    learner.targetParameters.take(try learner.layout.block(fixture.targetParameters))
    fixture.batch.fill(
      learner.batch, severalSteps: golden.severalSteps, weighted: golden.weighted, masked: golden.masked)
    let tape = learner.runner.tape
    expectGolden(
      tape.values(of: learner.outputs(learner.batch.observations, rows: 0..<12, on: tape)), golden.values, "values")
    let loss = agent.gradients()
    expectGolden(agent.targets.array, golden.targets, "targets")
    if !golden.weighted { expectGolden(learner.batch.priorities.array, golden.losses, "losses") }
    expectGolden([Float(loss.loss)], [golden.loss], "loss")
    expectGolden(learner.weights.gradients.array, try learner.layout.block(golden.gradients), "gradients")
    let norm = try learner.weights.step(
      loss: loss.loss, rate: 1e-3, limit: nil, at: TrainingProgress(totalSteps: 1))
    #expect(abs(norm - golden.gradientNorm) < 1e-5 * max(1, golden.gradientNorm))
    expectGolden(
      learner.parameters.array, try learner.layout.block(golden.parametersAfterStep), "parameters", tolerance: 1e-6)
  }
}
