import RLCore
import Randomness
import Tensors

/// Noise that is a linear function of the policy's features, with a function of its own for each environment.
struct StateDependentNoise: Sendable {
  let configuration: StateDependentNoiseConfiguration
  /// ln σ of the weights of the function, [features × dimensions].
  let logDeviations: ParameterSlice
  /// The functions in force, [environments × features × dimensions].
  private(set) var matrices: [Float] = []

  init(
    _ configuration: StateDependentNoiseConfiguration, features: Int, dimensions: Int, initialLogDeviation: Float,
    in layout: inout ParameterLayout
  ) {
    self.configuration = configuration
    logDeviations = layout.reserve(
      "policy.logStandardDeviation", rows: features, columns: dimensions, initializer: .constant(initialLogDeviation))
  }

  /// Whether new functions are due at a step of a rollout.
  func isDue(at step: Int) -> Bool {
    step == 0 || configuration.sampleInterval.map { step.isMultiple(of: $0) } ?? false
  }

  /// Draws a function for each environment.
  mutating func draw(environments: Int, parameters: AlignedBuffer<Float>, using random: inout RandomStream) {
    let tape = Tape(parameters: parameters)
    let deviations = tape.values(of: self.deviations(on: tape))
    replaceMatrices((0..<environments).flatMap { _ in deviations.map { $0 * Float(random.normal()) } })
  }

  /// Sets the functions in force, [environments × features × dimensions].
  mutating func replaceMatrices(_ values: [Float]) { matrices = values }

  /// Adds the noise of each row.
  ///
  /// - Parameters:
  ///   - values: [rows × dimensions], row by row.
  ///   - features: [rows × features].
  ///   - rows: As many as there are environments.
  func add(to values: UnsafeMutablePointer<Float>, features: UnsafePointer<Float>, rows: Int) {
    let (inputs, dimensions) = (logDeviations.rows, logDeviations.columns)
    precondition(
      matrices.count == rows * logDeviations.count,
      "noise must be drawn for \(rows) environments, was for \(matrices.count / logDeviations.count)")
    matrices.withUnsafeBufferPointer { matrices in
      for index in 0..<rows * inputs {
        let row = index / inputs
        for column in 0..<dimensions {
          values[row * dimensions + column] += features[index] * matrices[index * dimensions + column]
        }
      }
    }
  }

  /// σ of the weights, [features × dimensions].
  func deviations<Scalar>(on tape: Tape<Scalar>) -> Variable {
    tape.explorationDeviations(tape.parameter(logDeviations), usesExpln: configuration.usesExpln)
  }

  /// The variance of each action, [rows × dimensions].
  func variance<Scalar>(of features: Variable, on tape: Tape<Scalar>) -> Variable {
    tape.explorationVariance(
      features: features, deviations: deviations(on: tape), learnsFeatures: configuration.learnsFeatures)
  }
}
