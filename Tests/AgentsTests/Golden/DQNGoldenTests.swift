import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

@Suite("DQN against Stable-Baselines3")
struct DQNGoldenTests {
  struct Fixture: Decodable {
    struct Weights: Decodable {
      let parameters: [String: [Float]]
      let targetParameters: [String: [Float]]
    }

    struct Case: Decodable {
      let double: Bool
      let dueling: Bool
      let masked: Bool
      let weighted: Bool
      let severalSteps: Bool
      let values: [Float]
      let targets: [Float]
      let errors: [Float]
      let loss: Float
      let gradients: [String: [Float]]
      let gradientNorm: Double
      let parametersAfterStep: [String: [Float]]
    }

    let batch: ValueBatch
    let networks: [String: Weights]
    let cases: [String: Case]
  }

  @Test(
    "Targets, losses, gradients and the step agree",
    arguments: [
      "plain", "threeStep", "masked", "double", "doubleMasked", "dueling", "prioritized", "everything",
    ])
  func agree(name: String) throws {
    let fixture = try ValueBatch.load("dqn", as: Fixture.self)
    let golden = try #require(fixture.cases[name])
    let agent = try DQN(
      DQNConfiguration(
        learningRate: 1e-3, batchSize: 12, double: golden.double, dueling: golden.dueling,
        replay: ReplayConfiguration(capacity: 12, prioritized: golden.weighted ? PrioritizedReplay() : nil),
        network: LayersBlueprint(hidden: [8, 7])),
      in: AgentContext(
        observationSpace: ObservationSpace(width: 5), actionSpace: DiscreteAction.Domain(count: 3),
        masksActions: golden.masked, random: RandomStream(seed: 1)))
    let learner = agent.learner
    let weights = try #require(fixture.networks[golden.dueling ? "dueling" : "plain"])
    learner.parameters.take(try learner.layout.block(weights.parameters))
    learner.targetParameters.take(try learner.layout.block(weights.targetParameters))
    fixture.batch.fill(
      learner.batch, severalSteps: golden.severalSteps, weighted: golden.weighted, masked: golden.masked)
    let tape = learner.runner.tape
    expectGolden(
      tape.values(of: learner.outputs(learner.batch.observations, rows: 0..<12, on: tape)), golden.values, "values")
    let loss = agent.gradients()
    expectGolden(agent.targets.array, golden.targets, "targets")
    if !golden.weighted {
      expectGolden(learner.batch.priorities.array.map(abs), golden.errors, "errors")
    }
    expectGolden([Float(loss.loss)], [golden.loss], "loss")
    let gradients = try learner.layout.block(golden.gradients)
    expectGolden(learner.weights.gradients.array, gradients, "gradients")
    let norm = try learner.weights.step(
      loss: loss.loss, rate: 1e-3, limit: 10, at: TrainingProgress(totalSteps: 1))
    #expect(abs(norm - golden.gradientNorm) < 1e-5 * max(1, golden.gradientNorm))
    expectGolden(
      learner.parameters.array, try learner.layout.block(golden.parametersAfterStep), "parameters", tolerance: 1e-6)
  }
}
