import Randomness
import Tensors

/// Checks the gradient of operations against central differences in double precision.
///
/// The result of `function` may have any shape: its values are weighted with fixed random numbers and summed, so that
/// no derivative can hide behind another. Every value of every input is moved by `step` to both sides. In addition each
/// input is checked with all others constant, and two backward passes must add up.
///
/// ```swift
/// let report = checkGradient(at: [x, weight, bias]) { tape, inputs in
///   tape.linear(inputs[0], weight: inputs[1], bias: inputs[2], activation: .tanh)
/// }
/// #expect(report.isPassed, "\(report)")
/// ```
///
/// - Parameters:
///   - inputs: Where to check; away from kinks such as the 0 of a ReLU by more than `step`.
///   - step: How far values are moved.
///   - tolerance: The greatest accepted error, relative to the derivative where that is above 1.
///   - function: Records the operations; called often, it must do the same each time: fix the stream of a dropout
///     in it.
/// - Returns: Every derivative that differs.
/// - Complexity: Two evaluations a value.
public func checkGradient(
  at inputs: [GradientInput], step: Double = 1e-5, tolerance: Double = 1e-7,
  of function: @escaping (Tape<Double>, [Variable]) -> Variable
) -> GradientReport {
  var check = GradientCheck(inputs: inputs, function: function)
  let all = Set(inputs.indices)
  let gradients = check.gradients(of: all, passes: 1)
  var report = GradientReport()
  report.operations = check.operations
  func compare(
    _ computed: [Double], _ input: Int, _ situation: GradientReport.Situation, to expected: (Int) -> Double
  ) {
    for index in computed.indices {
      report.compare(
        .init(
          input: input, index: index, computed: computed[index], expected: expected(index), situation: situation),
        tolerance: tolerance)
    }
  }
  for input in inputs.indices {
    compare(gradients[input], input, .together) { check.difference(input: input, index: $0, step: step) }
    report.derivativeCount += gradients[input].count
  }
  let doubled = check.gradients(of: all, passes: 2)
  for input in inputs.indices {
    compare(check.gradients(of: [input], passes: 1)[input], input, .alone) { gradients[input][$0] }
    compare(doubled[input], input, .twice) { 2 * gradients[input][$0] }
  }
  return report
}

/// One function with its inputs in a parameter buffer.
private struct GradientCheck {
  let inputs: [GradientInput]
  let function: (Tape<Double>, [Variable]) -> Variable
  let slices: [ParameterSlice]
  let parameters: AlignedBuffer<Double>
  var operations: [String] = []

  init(inputs: [GradientInput], function: @escaping (Tape<Double>, [Variable]) -> Variable) {
    var layout = ParameterLayout()
    slices = inputs.enumerated().map { index, input in
      layout.reserve("\(index)", rows: input.rows, columns: input.columns, initializer: .constant(0))
    }
    parameters = AlignedBuffer(count: layout.count)
    for (input, slice) in zip(inputs, slices) {
      for (index, value) in input.values.enumerated() { parameters.pointer[slice.offset + index] = value }
    }
    self.inputs = inputs
    self.function = function
  }

  /// Gradients of all inputs; those outside `free` are constants.
  mutating func gradients(of free: Set<Int>, passes: Int) -> [[Double]] {
    let gradients = AlignedBuffer<Double>(count: parameters.count)
    let tape = Tape(parameters: parameters, gradients: gradients)
    let variables = inputs.indices.map { index in
      free.contains(index)
        ? tape.parameter(slices[index])
        : tape.constant(inputs[index].values, rows: inputs[index].rows, columns: inputs[index].columns)
    }
    let result = function(tape, variables)
    operations = tape.recordedOperationNames
    let loss = tape.weightedSum(result)
    for _ in 0..<passes where tape.needsGradient(loss) { tape.backward(from: loss) }
    let all = gradients.array
    return slices.map { Array(all[$0.offset..<$0.offset + $0.count]) }
  }

  /// The derivative by one value, from one step to each side.
  func difference(input: Int, index: Int, step: Double) -> Double {
    let at = parameters.pointer + slices[input].offset + index
    let original = at.pointee
    defer { at.pointee = original }
    at.pointee = original + step
    let (upper, above) = (value(), at.pointee)
    at.pointee = original - step
    let (lower, below) = (value(), at.pointee)
    return (upper - lower) / (above - below)
  }

  private func value() -> Double {
    let tape = Tape(parameters: parameters)
    return tape.values(of: tape.weightedSum(function(tape, slices.map(tape.parameter))))[0]
  }
}
