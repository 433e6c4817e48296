import Foundation
import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// One update of Stable-Baselines3's A2C from four steps of three environments (written by `Scripts/golden/a2c.py`):
/// 1e-5 of the scale of each tensor, 1e-6 for parameters after the step.
@Suite("A2C against Stable-Baselines3")
struct A2CGoldenTests {
  @Test(
    "A discrete rollout agrees in every figure, with returns of many steps and with estimated advantages",
    arguments: ["discrete", "discreteWithGAE"])
  func discrete(name: String) throws {
    try A2CGoldenUpdate<DiscreteAction>(name, over: DiscreteAction.Domain(count: 3)).compare()
  }

  @Test("A masked rollout agrees in every figure")
  func masked() throws {
    try A2CGoldenUpdate<DiscreteAction>("masked", over: DiscreteAction.Domain(count: 3)).compare()
  }

  @Test("A Gaussian rollout agrees in every figure")
  func gaussian() throws {
    try A2CGoldenUpdate<ContinuousAction>(
      "gaussian", over: ContinuousAction.Domain(low: [-1, -1], high: [1, 1])
    ).compare()
  }
}

/// What a fixture holds.
struct A2CFixture: Decodable {
  struct Hyperparameters: Decodable {
    let gamma: Float
    let learningRate: Float
    let optimizerEpsilon: Float
    let rmspropDecay: Float
    let maximumGradientNorm: Double
    let entropyCoefficient: Float
    let valueCoefficient: Float
  }

  struct Batch: Decodable {
    let observations: [Float]
    let nextObservations: [Float]
    let actions: [Float]
    let rewards: [Float]
    let terminated: [Bool]
    let truncated: [Bool]
    let masks: [Bool]?
  }

  struct Expected: Decodable {
    let values: [Float]
    let advantages: [Float]
    let returns: [Float]
    let policyLoss: Double
    let valueLoss: Double
    let entropy: Double
    let gradients: [String: [Float]]
    let gradientNorm: Double
    let parametersAfterStep: [String: [String: [Float]]]
  }

  struct Case: Decodable {
    let gaeLambda: Float
    let normalizesAdvantages: Bool
    let batch: Batch
    let parameters: [String: [Float]]
    let expected: Expected
  }

  let observationWidth: Int
  let hidden: [Int]
  let steps: Int
  let environments: Int
  let hyperparameters: Hyperparameters
  let cases: [String: Case]

  static func load() throws -> A2CFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(A2CFixture.self, from: Data(contentsOf: folder.appending(path: "a2c.json")))
  }
}

/// Agents with the weights of a fixture and its rollout.
struct A2CGoldenUpdate<ActionType: PolicyAction> {
  private let fixture: A2CFixture
  private let example: A2CFixture.Case
  private let space: ActionType.Domain

  init(_ name: String, over space: ActionType.Domain) throws {
    fixture = try A2CFixture.load()
    example = try #require(fixture.cases[name])
    self.space = space
  }

  func compare() throws {
    let settings = fixture.hyperparameters
    let (decay, epsilon) = (settings.rmspropDecay, settings.optimizerEpsilon)
    try compare(
      .rmsprop(decay: decay, epsilon: epsilon, placement: .insideRoot), after: "rmspropTensorFlowLike")
    try compare(.rmsprop(decay: decay, epsilon: epsilon, placement: .outsideRoot), after: "rmsprop")
    try compare(.adam(epsilon: epsilon), after: "adam")
  }

  private func agent(_ optimizer: A2CConfiguration.Optimizer) throws -> A2C<ActionType> {
    let settings = fixture.hyperparameters
    let agent = try A2C<ActionType>(
      A2CConfiguration(
        learningRate: .constant(settings.learningRate), rolloutSteps: fixture.steps, discount: settings.gamma,
        lambda: example.gaeLambda, entropyCoefficient: settings.entropyCoefficient,
        valueCoefficient: settings.valueCoefficient, maximumGradientNorm: settings.maximumGradientNorm,
        optimizer: optimizer, normalizesAdvantages: example.normalizesAdvantages,
        network: MLPBlueprint(hidden: fixture.hidden)),
      in: AgentContext(
        observationSpace: ObservationSpace(width: fixture.observationWidth), actionSpace: space,
        masksActions: example.batch.masks != nil, environments: fixture.environments, random: RandomStream(seed: 1)))
    agent.parameters.take(try block(example.parameters, of: agent))
    fill(&agent.rollout)
    return agent
  }

  private func fill(_ rollout: inout RolloutBuffer) {
    let batch = example.batch
    for step in 0..<fixture.steps {
      func rows<Value>(_ values: [Value]) -> [Value] {
        let count = values.count / fixture.steps
        return Array(values[step * count..<(step + 1) * count])
      }
      rollout.keepDecision(
        observations: rows(batch.observations), masks: batch.masks.map(rows) ?? [], actions: rows(batch.actions),
        logProbabilities: [Float](repeating: 0, count: fixture.environments))
      let ends = zip(rows(batch.terminated), rows(batch.truncated)).map { (terminated, truncated) -> EpisodeEnd? in
        terminated ? .terminated : truncated ? .truncated : nil
      }
      rollout.keepOutcome(
        rewards: rows(batch.rewards), ends: ends, finals: rows(batch.nextObservations),
        next: rows(batch.nextObservations))
    }
  }

  private func compare(_ optimizer: A2CConfiguration.Optimizer, after name: String) throws {
    let agent = try agent(optimizer)
    let expected = example.expected
    let estimate = agent.actor.estimate(
      agent.rollout, discount: agent.configuration.discount, lambda: agent.configuration.lambda)
    try expectClose(estimate.values, expected.values, "values")
    try expectClose(estimate.advantages, expected.advantages, "advantages")
    try expectClose(estimate.returns, expected.returns, "returns")

    var random = RandomStream(seed: 1)
    let report = try #require(try agent.learn(progress: TrainingProgress(totalSteps: 12), using: &random))
    for (figure, wanted) in [
      ("policyLoss", expected.policyLoss), ("valueLoss", expected.valueLoss), ("entropy", expected.entropy),
      ("gradientNorm", expected.gradientNorm),
    ] {
      let found = try #require(report[figure])
      #expect(abs(found - wanted) <= 1e-5 * max(1, abs(wanted)), "\(figure): \(found), expected \(wanted)")
    }
    try expectClose(agent.learner.gradients.array, block(expected.gradients, of: agent), "gradients")
    let after = try block(try #require(expected.parametersAfterStep[name]), of: agent)
    for (index, value) in agent.parameters.array.enumerated() {
      #expect(abs(value - after[index]) <= 1e-6, "parameter \(index) after \(name): \(value), expected \(after[index])")
    }
  }

  /// Blocks by name as one, in the order of the layout.
  private func block(_ blocks: [String: [Float]], of agent: A2C<ActionType>) throws -> [Float] {
    try agent.layout.entries.flatMap { entry in try #require(blocks[entry.name], "\(entry.name)") }
  }
}
