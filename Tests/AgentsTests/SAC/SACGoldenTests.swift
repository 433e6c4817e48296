import Foundation
import Networks
import RLCore
import Tensors
import Testing

@testable import Agents

/// What `sac.json` holds beside batch and weights.
private struct SACFixture: Decodable {
  struct Case: Decodable {
    let actorOutputs: [Float]
    let actions: [Float]
    let logProbabilities: [Float]
    let nextActions: [Float]
    let nextLogProbabilities: [Float]
    let nextValues: [Float]
    let targets: [Float]
    let predictions: [Float]
    let criticLoss: Double
    let actionValues: [Float]
    let actorLoss: Double
    let actorOutputGradients: [Float]
    let gradients: ContinuousFixture.Block
    let logTemperatureGradient: Float?
    let logTemperatureAfterStep: Float?
    let parametersAfterStep: ContinuousFixture.Block
    let targetParametersAfterPolyak: ContinuousFixture.Block
  }

  struct Temperatures: Decodable {
    let targetEntropy: Float
    let initialTemperature: Float
    let fixedTemperature: Float
  }

  struct Saturation: Decodable {
    let unsquashedActions: [Float]
    let corrections: [Float]
    let derivatives: [Float]
  }

  struct Limits: Decodable {
    let outputs: [Float]
    let limited: [Float]
    let derivatives: [Float]
  }

  let hyperparameters: Temperatures
  let cases: [String: Case]
  let saturation: Saturation
  let logDeviationLimits: Limits
}

/// One gradient step in full detail, as Stable-Baselines3 takes it.
@Suite("SAC against Stable-Baselines3")
struct SACGoldenTests {
  private let fixture: ContinuousFixture
  private let details: SACFixture

  init() throws {
    fixture = try ContinuousFixture.load("sac")
    details = try ContinuousFixture.load("sac", as: SACFixture.self)
  }

  private func agent(learnsTemperature: Bool, threads: Int = 1) throws -> SAC {
    let settings = fixture.hyperparameters
    let temperatures = details.hyperparameters
    let agent = try SAC(
      SACConfiguration(
        learningRate: .constant(settings.learningRate), batchSize: fixture.rows, discount: settings.gamma,
        targetShare: settings.polyak,
        temperature: learnsTemperature
          ? .learned(start: temperatures.initialTemperature, targetEntropy: nil)
          : .fixed(value: temperatures.fixedTemperature),
        replay: fixture.replay, actor: fixture.layers, critic: fixture.layers, adamEpsilon: settings.adamEpsilon,
        threads: threads), in: fixture.context)
    try fixture.fill(agent)
    agent.noise.current.take(try #require(fixture.batch.noise))
    agent.noise.next.take(try #require(fixture.batch.nextNoise))
    return agent
  }

  @Test("Actions and their log-probabilities", arguments: [false, true])
  func rows(ofNext: Bool) throws {
    let agent = try agent(learnsTemperature: false)
    let expected = try #require(details.cases["fixedTemperature"])
    let tape = Tape(parameters: agent.actor.parameters)
    let observations = ofNext ? fixture.batch.nextObservations : fixture.batch.observations
    let outputs = agent.policy.network(
      tape.constant(observations, rows: fixture.rows, columns: fixture.observationWidth), on: tape)
    let noise = ofNext ? agent.noise.next : agent.noise.current
    let (actions, logs) = tape.squashedGaussian(outputs, noise: noise.pointer)
    if !ofNext { try expectClose(tape.values(of: outputs), expected.actorOutputs, "outputs") }
    try expectClose(tape.values(of: actions), ofNext ? expected.nextActions : expected.actions, "actions")
    try expectClose(
      tape.values(of: logs), ofNext ? expected.nextLogProbabilities : expected.logProbabilities, "log-probabilities")
  }

  @Test("Targets, losses, gradients and the step of every network and its target", arguments: [false, true], [1, 2])
  func gradientStep(learnsTemperature: Bool, threads: Int) throws {
    let agent = try agent(learnsTemperature: learnsTemperature, threads: threads)
    let expected = try #require(details.cases[learnsTemperature ? "learnedTemperature" : "fixedTemperature"])
    let taken = fixture.criticInput(fixture.batch.observations, fixture.batch.actions)
    let following = fixture.criticInput(fixture.batch.nextObservations, expected.nextActions)
    try expectClose(
      agent.critics.values(of: taken, rows: fixture.rows, under: agent.critics.parameters), expected.predictions,
      "predictions")
    try expectClose(
      agent.critics.values(of: following, rows: fixture.rows, under: agent.critics.targets), expected.nextValues,
      "next values")

    let report = try agent.improveOnce()
    try expectClose(agent.targets.array, expected.targets, "targets")
    try ContinuousFixture.expectFigure(report["criticLoss"], expected.criticLoss, "loss of the critics")
    try ContinuousFixture.expectFigure(report["policyLoss"], expected.actorLoss, "loss of the policy")
    try ContinuousFixture.expectBlocks(
      agent.critics.learner.gradients, expected.gradients, in: agent.critics.layout, "gradient")
    try ContinuousFixture.expectBlocks(agent.actor.gradients, expected.gradients, in: agent.actor.layout, "gradient")
    try ContinuousFixture.expectParameters(
      agent.critics.parameters, expected.parametersAfterStep, in: agent.critics.layout, "parameter of the critics")
    try ContinuousFixture.expectParameters(
      agent.actor.parameters, expected.parametersAfterStep, in: agent.actor.layout, "parameter of the policy")
    try ContinuousFixture.expectParameters(
      agent.critics.targets, expected.targetParametersAfterPolyak, in: agent.critics.layout, "target")

    // The policy is improved by the critics after their step.
    let chosen = fixture.criticInput(fixture.batch.observations, expected.actions)
    try expectClose(
      agent.critics.values(of: chosen, rows: fixture.rows, under: agent.critics.parameters), expected.actionValues,
      "values of the policy's actions")
  }

  @Test("The temperature counts as it was before its step, and then follows the entropy")
  func temperature() throws {
    let agent = try agent(learnsTemperature: true)
    let expected = try #require(details.cases["learnedTemperature"])
    #expect(agent.weight.targetEntropy == details.hyperparameters.targetEntropy)
    let report = try agent.improveOnce()
    try ContinuousFixture.expectFigure(report["temperature"], 0.3, "temperature")
    let learned = try #require(agent.weight.learner)
    let gradient = try #require(expected.logTemperatureGradient)
    // The first moment is a tenth of the first gradient.
    #expect(abs(learned.optimizer.memory[0].values.array[0] * 10 - gradient) < 1e-5)
    #expect(abs(learned.parameters.array[0] - (try #require(expected.logTemperatureAfterStep))) < 1e-6)
  }

  @Test("The gradient of each output of the policy")
  func outputGradients() throws {
    let agent = try agent(learnsTemperature: true)
    let expected = try #require(details.cases["learnedTemperature"])
    _ = try agent.improveOnce()
    // Summed over rows it is the gradient of the last bias, which the agent computes on two halves of the rows.
    let width = 2 * fixture.actionDimensions
    let sums = (0..<width).map { column in
      stride(from: column, to: expected.actorOutputGradients.count, by: width)
        .reduce(Float(0)) { $0 + expected.actorOutputGradients[$1] }
    }
    let bias = try #require(agent.actor.layout.entries.first { $0.name == "actor.2.bias" }).slice
    try expectClose(Array(agent.actor.gradients.array[bias.offset..<bias.offset + width]), sums, "bias")
  }

  @Test("How squashing changes a log-probability, however far out")
  func saturation() throws {
    let table = details.saturation
    for (index, action) in table.unsquashedActions.enumerated() {
      // Without noise and with a deviation of 1 the rest of the log-probability is −½·ln 2π.
      let (value, slopes) = logProbability(mean: action, logDeviation: 0)
      let correction = -(value + 0.5 * log(2 * Float.pi))
      #expect(abs(correction - table.corrections[index]) <= 1e-5 * max(1, abs(table.corrections[index])))
      // d ln π/dμ is the negative of the correction's derivative.
      #expect(abs(slopes[0] + table.derivatives[index]) <= 1e-5)
    }
  }

  @Test("Log-deviations are held between −20 and 2, without a gradient beyond")
  func logDeviationLimits() throws {
    let table = details.logDeviationLimits
    for (index, output) in table.outputs.enumerated() {
      let (value, slopes) = logProbability(mean: 0, logDeviation: output)
      // At a mean of 0 without noise nothing is squashed: ln π = −ln σ − ½·ln 2π.
      let limited = -(value + 0.5 * log(2 * Float.pi))
      #expect(abs(limited - table.limited[index]) <= 1e-5 * max(1, abs(table.limited[index])))
      #expect(-slopes[1] == table.derivatives[index])
    }
  }

  /// ln π of the mode, with its derivatives by mean and log-deviation.
  private func logProbability(mean: Float, logDeviation: Float) -> (value: Float, slopes: [Float]) {
    let outputs = AlignedBuffer<Float>(count: 2)
    outputs.take([mean, logDeviation])
    let noise = AlignedBuffer<Float>(count: 1)
    let tape = Tape(parameters: AlignedBuffer<Float>(count: 0), differentiatesInputs: true)
    let input = tape.input(outputs.pointer, rows: 1, columns: 2)
    let (_, logs) = tape.squashedGaussian(input, noise: noise.pointer)
    tape.backward(from: logs)
    return withExtendedLifetime((outputs, noise)) { (tape.values(of: logs)[0], tape.gradients(of: input)) }
  }
}
