import Foundation
import RLCore
import Tensors
import Testing

@testable import Agents

/// Figures of Stable-Baselines3's state-dependent noise (written by `Scripts/golden/gsde.py`), to 1e-5 of the scale of
/// each tensor.
@Suite("State-dependent noise against Stable-Baselines3")
struct StateDependentNoiseGoldenTests {
  struct Fixture: Decodable {
    struct Inputs: Decodable {
      let latent: [Float]
      let means: [Float]
      let logDeviations: [Float]
      let matrixNoise: [Float]
      let unsquashedActions: [Float]
      let weights: [Float]
    }

    struct Gradients: Decodable {
      let means: [Float]
      let logDeviations: [Float]
      let latent: [Float]
    }

    struct Case: Decodable {
      let useExpln: Bool
      let learnsFeatures: Bool
      let deviations: [Float]
      let noise: [Float]
      let spread: [Float]
      let logProbabilities: [Float]
      let logProbabilityGradients: Gradients
      let entropies: [Float]?
      let entropyGradients: Gradients?
    }

    let latentWidth: Int
    let actionDimensions: Int
    let inputs: Inputs
    let cases: [String: Case]
  }

  private static let rows = 12

  private func fixture() throws -> Fixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: folder.appending(path: "gsde.json")))
  }

  /// Records one case with latent, means and log deviations as parameters.
  private struct Recording {
    let tape: Tape<Float>
    let gradients: AlignedBuffer<Float>
    let latent: ParameterSlice
    let means: ParameterSlice
    let logDeviations: ParameterSlice
    let deviations: Variable
    let variance: Variable
    private let parameters: AlignedBuffer<Float>

    init(_ fixture: Fixture, _ example: Fixture.Case) {
      let (width, dimensions) = (fixture.latentWidth, fixture.actionDimensions)
      var layout = ParameterLayout()
      latent = layout.reserve("latent", rows: rows, columns: width, initializer: .constant(0))
      means = layout.reserve("means", rows: rows, columns: dimensions, initializer: .constant(0))
      logDeviations = layout.reserve("logDeviations", rows: width, columns: dimensions, initializer: .constant(0))
      parameters = AlignedBuffer(count: layout.count)
      gradients = AlignedBuffer(count: layout.count)
      parameters.take(fixture.inputs.latent + fixture.inputs.means + fixture.inputs.logDeviations)
      tape = Tape(parameters: parameters, gradients: gradients)
      deviations = tape.explorationDeviations(tape.parameter(logDeviations), usesExpln: example.useExpln)
      variance = tape.explorationVariance(
        features: tape.parameter(latent), deviations: deviations, learnsFeatures: example.learnsFeatures)
    }

    /// Gradients of Σ weight·x.
    func gradients(of x: Variable, weights: [Float]) -> Fixture.Gradients {
      gradients.fill(0)
      tape.backward(from: tape.sum(tape.multiply(x, tape.constant(weights, rows: rows, columns: 1))))
      func block(_ slice: ParameterSlice) -> [Float] {
        Array(gradients.array[slice.offset..<slice.offset + slice.count])
      }
      return Fixture.Gradients(means: block(means), logDeviations: block(logDeviations), latent: block(latent))
    }
  }

  @Test(
    "Deviations, variances, log-probabilities, entropies and all gradients agree",
    arguments: ["plain", "plainLearnedFeatures", "plainExpln", "plainExplnLearnedFeatures"])
  func plain(name: String) throws {
    let fixture = try fixture()
    let example = try #require(fixture.cases[name])
    let recording = Recording(fixture, example)
    let tape = recording.tape
    try expectClose(tape.values(of: recording.deviations), example.deviations, "deviations")
    try expectClose(tape.values(of: recording.variance).map { $0.squareRoot() }, example.spread, "spread")
    let actions = tape.constant(fixture.inputs.unsquashedActions, rows: Self.rows, columns: fixture.actionDimensions)
    let logProbability = tape.gaussianLogProbability(
      mean: tape.parameter(recording.means), variance: recording.variance, actions: actions)
    try expectClose(tape.values(of: logProbability), example.logProbabilities, "log-probabilities")
    try compare(
      recording.gradients(of: logProbability, weights: fixture.inputs.weights), example.logProbabilityGradients)
    let entropy = tape.gaussianEntropy(variance: recording.variance)
    try expectClose(tape.values(of: entropy), try #require(example.entropies), "entropies")
    try compare(
      recording.gradients(of: entropy, weights: fixture.inputs.weights), try #require(example.entropyGradients))
  }

  @Test("The noise of a row is its features times the matrix")
  func noise() throws {
    let fixture = try fixture()
    let example = try #require(fixture.cases["plain"])
    let matrix = zip(example.deviations, fixture.inputs.matrixNoise).map { $0 * $1 }
    let found = (0..<Self.rows).flatMap { row in
      (0..<2).map { column in
        (0..<fixture.latentWidth).reduce(Float(0)) {
          $0 + fixture.inputs.latent[row * fixture.latentWidth + $1] * matrix[$1 * 2 + column]
        }
      }
    }
    try expectClose(found, example.noise, "noise")
    var layout = ParameterLayout()
    var noise = StateDependentNoise(
      StateDependentNoiseConfiguration(), features: fixture.latentWidth, dimensions: 2, initialLogDeviation: 0,
      in: &layout)
    noise.replaceMatrices([[Float]](repeating: matrix, count: Self.rows).flatMap(\.self))
    var sum = [Float](repeating: 0, count: 2 * Self.rows)
    sum.withUnsafeMutableBufferPointer { sum in
      fixture.inputs.latent.withUnsafeBufferPointer { latent in
        if let target = sum.baseAddress, let source = latent.baseAddress {
          noise.add(to: target, features: source, rows: Self.rows)
        }
      }
    }
    try expectClose(sum, example.noise, "added noise")
  }

  private func compare(_ found: Fixture.Gradients, _ wanted: Fixture.Gradients) throws {
    try expectClose(found.means, wanted.means, "gradient of the means")
    try expectClose(found.logDeviations, wanted.logDeviations, "gradient of the log deviations")
    try expectClose(found.latent, wanted.latent, "gradient of the features")
  }
}
