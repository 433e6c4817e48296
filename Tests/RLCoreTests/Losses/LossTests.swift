import RLCore
import Tensors
import Testing

/// A column of parameters on a tape in double precision, and one loss of it.
private struct Column {
  let parameters: AlignedBuffer<Double>
  let gradients: AlignedBuffer<Double>
  let tape: Tape<Double>
  let variable: Variable

  init(_ values: [Double]) {
    var layout = ParameterLayout()
    let slice = layout.reserve("column", rows: values.count, columns: 1, initializer: .constant(0))
    parameters = AlignedBuffer(count: values.count)
    gradients = AlignedBuffer(count: values.count)
    _ = parameters.values.update(fromContentsOf: values)
    tape = Tape(parameters: parameters, gradients: gradients)
    variable = tape.parameter(slice)
  }

  /// A copy of values that lives as long as the tape.
  func kept(_ values: [Double]) -> UnsafePointer<Double> {
    UnsafePointer(tape.pointer(to: tape.constant(values, rows: values.count, columns: 1)))
  }
}

@Suite("Losses of policy and value")
struct LossTests {
  @Test("The surrogate takes the smaller of the free and the clipped term, and clipped rows get no gradient")
  func clippedSurrogate() {
    // Ratios ¼, 1, 2 with ε = ½, old log-probabilities −ln ratio, advantages 2 and then −2:
    // A > 0: min(½, 1) = ½ free, 2 free, min(4, 3) = 3 clipped; A < 0: min(−½, −1) = −1 clipped, −2 free, −4 free.
    let column = Column([0, 0, 0, 0, 0, 0])
    let logTwo = 0.6931471805599453
    let old = column.kept([2 * logTwo, 0, -logTwo, 2 * logTwo, 0, -logTwo])
    let surrogate = column.tape.clippedSurrogate(
      column.variable, oldLogProbabilities: old, advantages: column.kept([2, 2, 2, -2, -2, -2]), clipRange: 0.5,
      scale: 0.5)
    #expect(abs(column.tape.values(of: surrogate.loss)[0] - 0.75) < 1e-12)
    #expect(surrogate.clippedCount == 4)
    // Σ (ratio − 1 − ln ratio) = 2·(¼ − 1 + 2·ln 2 + 0 + 2 − 1 − ln 2).
    #expect(abs(surrogate.divergenceSum - 2 * (0.25 + logTwo)) < 1e-12)
    column.tape.backward(from: surrogate.loss)
    for (gradient, wanted) in zip(column.gradients.values, [-0.25, -1, 0, 0, 1, 2]) {
      #expect(abs(gradient - wanted) < 1e-12)
    }
  }

  @Test("The squared error is a scaled sum; clipping the value is optional and stops its gradient")
  func squaredError() {
    let targets = [1.0, 1, 1]
    let free = Column([3, 1.25, -2])
    let loss = free.tape.squaredError(free.variable, targets: free.kept(targets), scale: 0.5)
    #expect(free.tape.values(of: loss)[0] == 0.5 * (4 + 0.0625 + 9))
    free.tape.backward(from: loss)
    #expect(Array(free.gradients.values) == [2, 0.25, -3])

    // Old values 2, 1, −1 and ε = ½: predictions 2.5 (held), 1.25 (free), −1.5 (held).
    let held = Column([3, 1.25, -2])
    let clipped = held.tape.squaredError(
      held.variable, targets: held.kept(targets), clip: (old: held.kept([2, 1, -1]), range: 0.5), scale: 0.5)
    #expect(held.tape.values(of: clipped)[0] == 0.5 * (2.25 + 0.0625 + 6.25))
    held.tape.backward(from: clipped)
    #expect(Array(held.gradients.values) == [0, 0.25, 0])
  }

  @Test("The Huber error is half the square within ±1 and linear beyond, where the gradient is no larger")
  func huberError() {
    // Errors ½, −3 and 1 with weights 1, 2 and 1: ⅛ + 2·2½ + ½.
    let column = Column([1.5, -2, 4])
    let error = column.tape.huberError(
      column.variable, choices: column.kept([0, 0, 0]), targets: column.kept([1, 1, 3]),
      weights: column.kept([1, 2, 1]), scale: 0.5)
    #expect(column.tape.values(of: error.loss)[0] == 0.5 * (0.125 + 5 + 0.5))
    #expect((0..<3).map { error.errors[$0] } == [0.5, -3, 1])
    #expect(error.predictionSum == 3.5)
    column.tape.backward(from: error.loss)
    #expect(Array(column.gradients.values) == [0.25, -1, 0.5])
  }

  @Test("Only the value of the choice that was taken gets a gradient")
  func chosenValues() {
    let column = Column([1, 2, 3])
    let row = column.tape.reshape(column.variable, rows: 1, columns: 3)
    let error = column.tape.huberError(
      row, choices: column.kept([1]), targets: column.kept([1.5]), weights: column.kept([1]), scale: 1)
    column.tape.backward(from: error.loss)
    #expect(Array(column.gradients.values) == [0, 0.5, 0])
  }

  @Test("Quantiles lose by their midpoints: the sum over predicted ones of the mean over targets")
  func quantileHuberError() {
    // Two quantiles, τ̂ = ¼ and ¾, predicted 0 and 1, targets −2 and ½.
    // Quantile 0: errors −2, ½: (¾·1½ + ¼·⅛)/2; quantile 1: errors −3, −½: (¼·2½ + ¼·⅛)/2.
    let column = Column([0, 1])
    let row = column.tape.reshape(column.variable, rows: 1, columns: 2)
    let error = column.tape.quantileHuberError(
      row, quantiles: 2, choices: column.kept([0]), targets: column.kept([-2, 0.5]), weights: column.kept([2]),
      scale: 1)
    let expected = (0.75 * 1.5 + 0.25 * 0.125) / 2 + (0.25 * 2.5 + 0.25 * 0.125) / 2
    #expect(abs(error.losses[0] - expected) < 1e-12)
    #expect(abs(column.tape.values(of: error.loss)[0] - 2 * expected) < 1e-12)
    #expect(error.predictionSum == 0.5)
    column.tape.backward(from: error.loss)
    for (gradient, wanted) in zip(column.gradients.values, [0.75 - 0.25 * 0.5, 0.25 + 0.25 * 0.5]) {
      #expect(abs(gradient - wanted) < 1e-12)
    }
  }

  @Test("The log-density of a Gaussian is summed over its dimensions")
  func gaussian() {
    // σ = 1 and 2: at the mean −½·ln 2π each, less ln 2; one σ off in the second dimension costs another ½.
    var layout = ParameterLayout()
    let slice = layout.reserve("logDeviation", rows: 1, columns: 2, initializer: .constant(0))
    let (parameters, gradients) = (AlignedBuffer<Double>(count: 2), AlignedBuffer<Double>(count: 2))
    parameters.values[1] = 0.6931471805599453
    let tape = Tape(parameters: parameters, gradients: gradients)
    let mean = tape.constant([0, 0, 5, 5], rows: 2, columns: 2)
    let actions: [Double] = [0, 0, 5, 7]
    actions.withUnsafeBufferPointer { actions in
      guard let start = actions.baseAddress else { return }
      let logs = tape.gaussianLogProbability(mean: mean, logDeviation: tape.parameter(slice), actions: start)
      let atMean = -1.8378770664093453 - 0.6931471805599453
      #expect(abs(tape.values(of: logs)[0] - atMean) < 1e-12)
      #expect(abs(tape.values(of: logs)[1] - (atMean - 0.5)) < 1e-12)
      tape.backward(from: tape.sum(logs))
    }
    // d/d ln σ = z² − 1 by row and dimension: −1 − 1 and −1 + 0.
    #expect(abs(gradients.values[0] + 2) < 1e-12 && abs(gradients.values[1] + 1) < 1e-12)
  }
}
