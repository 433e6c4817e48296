import Foundation
import RLCore
import Tensors
import Testing

@testable import Agents

/// State-dependent noise squashed by tanh, as SAC draws it: figures of Stable-Baselines3 (`Scripts/golden/gsde.py`).
@Suite("Squashed state-dependent noise against Stable-Baselines3")
struct SquashedNoiseGoldenTests {
  private struct Fixture: Decodable {
    struct Inputs: Decodable {
      let latent: [Float]
      let means: [Float]
      let logDeviations: [Float]
      let matrixNoise: [Float]
      let weights: [Float]
      let actionWeights: [Float]
    }

    struct Gradients: Decodable {
      let means: [Float]
      let logDeviations: [Float]
      let latent: [Float]
    }

    struct Case: Decodable {
      let useExpln: Bool
      let learnsFeatures: Bool
      let sampledActions: [Float]?
      let sampledLogProbabilities: [Float]?
      let sampledGradients: Gradients?
    }

    let latentWidth: Int
    let actionDimensions: Int
    let inputs: Inputs
    let cases: [String: Case]
  }

  @Test(
    "Sampled actions, their log-probabilities and all gradients agree",
    arguments: ["squashedLearnedFeatures", "squashedExplnLearnedFeatures"])
  func samples(name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: folder.appending(path: "gsde.json")))
    let example = try #require(fixture.cases[name])
    let (width, dimensions, rows) = (fixture.latentWidth, fixture.actionDimensions, 12)
    var layout = ParameterLayout()
    let noise = StateDependentNoise(
      StateDependentNoiseConfiguration(usesExpln: example.useExpln, learnsFeatures: example.learnsFeatures),
      features: width, dimensions: dimensions, initialLogDeviation: 0, in: &layout)
    let latent = layout.reserve("latent", rows: rows, columns: width, initializer: .constant(0))
    let means = layout.reserve("means", rows: rows, columns: dimensions, initializer: .constant(0))
    let parameters = AlignedBuffer<Float>(count: layout.count)
    let gradients = AlignedBuffer<Float>(count: layout.count)
    parameters.take(fixture.inputs.logDeviations + fixture.inputs.latent + fixture.inputs.means)
    let tape = Tape(parameters: parameters, gradients: gradients)
    let draws = tape.constant(fixture.inputs.matrixNoise, rows: width, columns: dimensions)

    let sample = SquashedPolicy.sample(
      means: tape.parameter(means), features: tape.parameter(latent), noise: noise, draws: tape.pointer(to: draws),
      on: tape)
    try expectClose(tape.values(of: sample.actions), try #require(example.sampledActions), "actions")
    try expectClose(
      tape.values(of: sample.logProbabilities), try #require(example.sampledLogProbabilities), "log-probabilities")

    let logs = tape.multiply(sample.logProbabilities, tape.constant(fixture.inputs.weights, rows: rows, columns: 1))
    let actions = tape.multiply(
      sample.actions, tape.constant(fixture.inputs.actionWeights, rows: rows, columns: dimensions))
    tape.backward(from: tape.add(tape.sum(logs), tape.sum(actions)))
    let wanted = try #require(example.sampledGradients)
    for (slice, values, title) in [
      (noise.logDeviations, wanted.logDeviations, "gradient of the log deviations"),
      (latent, wanted.latent, "gradient of the features"), (means, wanted.means, "gradient of the means"),
    ] {
      try expectClose(Array(gradients.array[slice.offset..<slice.offset + slice.count]), values, title)
    }
  }
}
