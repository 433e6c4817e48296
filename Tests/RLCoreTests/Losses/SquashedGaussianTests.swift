import Foundation
import RLCore
import Tensors
import Testing

@Suite("The squashed Gaussian")
struct SquashedGaussianTests {
  /// Action, log-probability and the derivatives of their sums by mean and log-deviation, for one dimension.
  private func evaluate(
    mean: Float, logDeviation: Float, noise: Float = 0, logDeviations: ClosedRange<Float> = -20...2
  ) -> (action: Float, logProbability: Float, slopes: [Float]) {
    let outputs = AlignedBuffer<Float>(count: 2)
    (outputs.pointer[0], outputs.pointer[1]) = (mean, logDeviation)
    let draw = AlignedBuffer<Float>(count: 1)
    draw.fill(noise)
    let tape = Tape(parameters: AlignedBuffer<Float>(count: 0), differentiatesInputs: true)
    let input = tape.input(outputs.pointer, rows: 1, columns: 2)
    let (actions, logs) = tape.squashedGaussian(input, noise: draw.pointer, logDeviations: logDeviations)
    tape.backward(from: tape.add(actions, logs))
    return withExtendedLifetime((outputs, draw)) {
      (tape.values(of: actions)[0], tape.values(of: logs)[0], tape.gradients(of: input))
    }
  }

  @Test("The log-probability stays finite and right however far out an action is, and so do its derivatives")
  func saturation() {
    for step in -100...100 {
      let u = Double(step) / 2
      let found = evaluate(mean: Float(u), logDeviation: -1)
      // ln(1 − tanh²u) = ln 4 − 2|u| − 2·ln(1 + e^(−2|u|))
      let correction = log(4) - 2 * abs(u) - 2 * log1p(exp(-2 * abs(u)))
      let expected = -0.5 * log(2 * Double.pi) + 1 - correction
      #expect(abs(Double(found.logProbability) - expected) < 1e-5 * max(1, abs(expected)), "u = \(u)")
      #expect(abs(found.action) <= 1 && abs(Double(found.action) - tanh(u)) < 1e-6)
      #expect(abs(Double(found.slopes[0]) - (1 - tanh(u) * tanh(u) + 2 * tanh(u))) < 1e-5, "u = \(u)")
      #expect(found.slopes[1] == -1)
    }
  }

  @Test("Beyond its bounds a log-deviation counts as the bound, and has no gradient at all")
  func clamp() {
    for (output, bound) in [(Float(2.5), Float(2)), (90, 2), (-20.5, -20), (-1e6, -20)] {
      let (beyond, at) = (
        evaluate(mean: 0.3, logDeviation: output, noise: 0.7), evaluate(mean: 0.3, logDeviation: bound, noise: 0.7)
      )
      #expect(beyond.action == at.action && beyond.logProbability == at.logProbability)
      #expect(beyond.slopes[0] == at.slopes[0] && beyond.slopes[1] == 0 && at.slopes[1] != 0)
    }
    let narrow = evaluate(mean: 0.3, logDeviation: 0.5, noise: 0.7, logDeviations: -1...0)
    #expect(narrow.slopes[1] == 0)
    #expect(narrow.action == evaluate(mean: 0.3, logDeviation: 0, noise: 0.7).action)
  }

  @Test("The noise of an action is scaled by the deviation before it is squashed")
  func noise() {
    let found = evaluate(mean: 0.25, logDeviation: log(0.5), noise: 1.5)
    #expect(abs(found.action - tanh(1)) < 1e-6)
    // Noise of ±∞ would be far out, zero is the mode.
    #expect(abs(evaluate(mean: 0.25, logDeviation: 1).action - tanh(0.25)) < 1e-6)
  }

  @Test("Log-probabilities of several dimensions are summed")
  func dimensions() {
    let outputs = AlignedBuffer<Float>(count: 4)
    for (index, value) in [0.5, -1, 0.2, -0.3].enumerated() { outputs.pointer[index] = Float(value) }
    let noise = AlignedBuffer<Float>(count: 2)
    (noise.pointer[0], noise.pointer[1]) = (0.7, -1.1)
    let tape = Tape(parameters: AlignedBuffer<Float>(count: 0))
    let input = tape.constant(borrowing: outputs.pointer, rows: 1, columns: 4)
    let (actions, logs) = tape.squashedGaussian(input, noise: noise.pointer)
    let parts = [
      evaluate(mean: 0.5, logDeviation: 0.2, noise: 0.7), evaluate(mean: -1, logDeviation: -0.3, noise: -1.1),
    ]
    withExtendedLifetime((outputs, noise)) {
      #expect(abs(tape.values(of: logs)[0] - (parts[0].logProbability + parts[1].logProbability)) < 1e-6)
      #expect(tape.values(of: actions) == parts.map(\.action))
    }
  }

  @Test("The density integrates to 1 over the actions")
  func density() {
    // With a deviation of ½ around 0.3: ∫ π(a) da, by the noise that gives each action.
    let count = 4000
    let draws = (0..<count).map { -6 + 12 * (Float($0) + 0.5) / Float(count) }
    let points = draws.map { evaluate(mean: 0.3, logDeviation: log(0.5), noise: $0) }
    var total = 0.0
    for (left, right) in zip(points, points.dropFirst()) {
      let height = (exp(Double(left.logProbability)) + exp(Double(right.logProbability))) / 2
      total += height * Double(right.action - left.action)
    }
    #expect(abs(total - 1) < 1e-4)
  }
}
