import Foundation
import RLCore
import RLTesting
import Tensors
import Testing

@Suite("Gradients of losses")
struct LossGradientTests {
  /// One loss with the inputs at which its gradient is checked.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let inputs: [GradientInput]
    let function: @Sendable (Tape<Double>, [Variable]) -> Variable
  }

  // Ratios of 0.5 and 2 beyond the range of 0.2 and 0.9 and 1.1 within, each with a gain and a loss.
  private static let ratios = [0.5, 0.5, 0.9, 0.9, 1.1, 1.1, 2, 2]
  private static let advantages = [1.5, -0.7, 1.5, -0.7, 1.5, -0.7, 1.5, -0.7]
  private static let oldLogProbabilities = [-1.2, -0.3, -2.5, -0.8, -1.1, -3, -0.4, -1.9]

  static let cases: [Case] = [
    Case(
      testDescription: "clipped surrogate",
      inputs: [GradientInput(zip(oldLogProbabilities, ratios).map { $0 + log($1) }, rows: 8, columns: 1)]
    ) { tape, inputs in
      let old = tape.constant(oldLogProbabilities, rows: 8, columns: 1)
      let gains = tape.constant(advantages, rows: 8, columns: 1)
      return tape.clippedSurrogate(
        inputs[0], oldLogProbabilities: tape.pointer(to: old), advantages: tape.pointer(to: gains), clipRange: 0.2,
        scale: 1.0 / 8
      ).loss
    },
    Case(
      testDescription: "squared error", inputs: [GradientInput([0.5, -1, 2, 0.1], rows: 4, columns: 1)]
    ) { tape, inputs in
      let targets = tape.constant([1, -1.5, 2.5, -4], rows: 4, columns: 1)
      return tape.squaredError(inputs[0], targets: tape.pointer(to: targets), scale: 0.25)
    },
    Case(
      testDescription: "clipped squared error", inputs: [GradientInput([0.5, -1, 2, 0.1], rows: 4, columns: 1)]
    ) { tape, inputs in
      let targets = tape.constant([1, -1.5, 2.5, -4], rows: 4, columns: 1)
      let old = tape.constant([0.45, -0.2, 1.1, 0.25], rows: 4, columns: 1)
      return tape.squaredError(
        inputs[0], targets: tape.pointer(to: targets), clip: (old: UnsafePointer(tape.pointer(to: old)), range: 0.2),
        scale: 0.25)
    },
    Case(
      testDescription: "Gaussian log-probability",
      inputs: [
        GradientInput([0.3, -1, 2, 0.5, 0, -0.7], rows: 3, columns: 2),
        GradientInput([-0.4, 0.6], rows: 1, columns: 2),
      ]
    ) { tape, inputs in
      let actions = tape.constant([0.1, -2, 2.5, 1.5, 1, 0.7], rows: 3, columns: 2)
      return tape.gaussianLogProbability(
        mean: inputs[0], logDeviation: inputs[1], actions: tape.pointer(to: actions))
    },
    squashedGaussian("actions of a squashed Gaussian", logDeviations: spread) { $0.actions },
    squashedGaussian("log-probabilities of a squashed Gaussian", logDeviations: spread) { $0.logProbabilities },
    squashedGaussian("actions with clamped log-deviations", logDeviations: clamped) { $0.actions },
    squashedGaussian("log-probabilities with clamped log-deviations", logDeviations: clamped) { $0.logProbabilities },
    Case(
      testDescription: "Huber error of chosen values",
      inputs: [GradientInput([0.5, -1, 2, 0.1, 3, -0.2], rows: 3, columns: 2)]
    ) { tape, inputs in
      let choices = tape.constant([1, 0, 0], rows: 3, columns: 1)
      // Errors of −0.5, −3 and 2.2: one within the square, one on each side of it.
      let targets = tape.constant([-0.5, 5, 0.8], rows: 3, columns: 1)
      let weights = tape.constant([1, 0.3, 0.7], rows: 3, columns: 1)
      return tape.huberError(
        inputs[0], choices: tape.pointer(to: choices), targets: tape.pointer(to: targets),
        weights: tape.pointer(to: weights), scale: 1.0 / 3
      ).loss
    },
    Case(
      testDescription: "quantile Huber error of chosen values",
      inputs: [GradientInput([0.5, -1, 2, 0.1, 3, -0.2, 1.3, 0.7, -2.1, 0.4, 0.9, -0.6], rows: 2, columns: 6)]
    ) { tape, inputs in
      let choices = tape.constant([1, 0], rows: 2, columns: 1)
      let targets = tape.constant([-0.5, 1.7, 0.8, 4, -0.3, 1.1], rows: 2, columns: 3)
      let weights = tape.constant([0.4, 1], rows: 2, columns: 1)
      return tape.quantileHuberError(
        inputs[0], quantiles: 3, choices: tape.pointer(to: choices), targets: tape.pointer(to: targets),
        weights: tape.pointer(to: weights), scale: 0.5
      ).loss
    },
  ]

  private static let spread = [0.4, -1.2, 0, -3, 1.5, 0.2]
  private static let clamped = [2.5, -1.2, -21, 0.1, 7, -30]

  /// Three draws in two dimensions.
  private static func squashedGaussian(
    _ name: String, logDeviations: [Double],
    _ result: @escaping @Sendable ((actions: Variable, logProbabilities: Variable)) -> Variable
  ) -> Case {
    let means: [Double] = [0.3, -1, 0.8, 0.5, 0, -0.7]
    var outputs: [Double] = []
    for start in [0, 2, 4] { outputs += means[start..<start + 2] + logDeviations[start..<start + 2] }
    return Case(testDescription: name, inputs: [GradientInput(outputs, rows: 3, columns: 4)]) { tape, inputs in
      let noise = tape.constant([0.1, -0.6, 0.5, 1.5, 0, -0.3], rows: 3, columns: 2)
      return result(tape.squashedGaussian(inputs[0], noise: tape.pointer(to: noise)))
    }
  }

  @Test("every derivative agrees with central differences", arguments: cases)
  func derivatives(_ loss: Case) {
    let report = checkGradient(at: loss.inputs, of: loss.function)
    #expect(report.isPassed, "\(report)")
  }

  @Test("no loss is missing from the checks")
  func completeness() throws {
    let losses = URL(filePath: #filePath).appending(path: "../../../Sources/RLCore/Losses").standardized
    let checked = Set(Self.cases.flatMap { checkGradient(at: $0.inputs, of: $0.function).operations })
    #expect(checked == (try declaredOperations(in: losses)))
    #expect(checked.count >= 3)
  }

  @Test("the derivative of a clipped row is exactly 0 where clipping holds, and only there")
  func clippedRows() {
    let slopes = { () -> [Double] in
      let parameters = AlignedBuffer<Double>(count: 8)
      let gradients = AlignedBuffer<Double>(count: 8)
      var layout = ParameterLayout()
      let slice = layout.reserve("logProbabilities", rows: 8, columns: 1, initializer: .constant(0))
      for index in 0..<8 { parameters.pointer[index] = Self.cases[0].inputs[0].values[index] }
      let tape = Tape(parameters: parameters, gradients: gradients)
      tape.backward(from: Self.cases[0].function(tape, [tape.parameter(slice)]))
      return gradients.array
    }()
    // A gain is no longer rewarded above 1.2, a loss no longer punished below 0.8.
    #expect(slopes.map { $0 == 0 } == [false, true, false, false, false, false, true, false])
    #expect(abs(slopes[0] + 1.0 / 8 * 0.5 * 1.5) < 1e-15)
  }
}
