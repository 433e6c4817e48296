import RLTesting
import Tensors
import Testing

extension Tape {
  /// ln(1 + eˣ), an operation that the library lacks, by its public seam alone.
  fileprivate func softplus(_ x: Variable, slope: Scalar = 1) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    Scalar.exponential(source, target, count: x.count)
    for index in 0..<x.count { target[index] += 1 }
    Scalar.logarithm(target, target, count: x.count)
    if needsGradient(y) { record(Softplus<Scalar>(x: x, y: y, slope: slope)) }
    return y
  }
}

/// dx += dy·(1 − e⁻ʸ); any other `slope` makes it wrong.
private struct Softplus<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let slope: Scalar

  func backward(on tape: Tape<Scalar>) {
    let exponentials = tape.makeScratch(count: x.count)
    Scalar.exponential(tape.pointer(to: y), exponentials, count: x.count)
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for index in 0..<x.count { gradient[index] += slope * upstream[index] * (1 - 1 / exponentials[index]) }
  }
}

@Suite("Operations of one's own")
struct CustomOperationTests {
  private let input = GradientInput([-2, -0.5, 0.1, 3], rows: 2, columns: 2)

  @Test("an operation written on the public seam passes the check")
  func softplus() {
    let report = checkGradient(at: [input]) { tape, inputs in tape.softplus(inputs[0]) }
    #expect(report.isPassed, "\(report)")
    #expect(report.operations == ["Softplus"])
    #expect(report.largestError < 1e-9)
  }

  @Test("a derivative that is one part in ten thousand too large fails the check")
  func wrongDerivative() {
    let report = checkGradient(at: [input]) { tape, inputs in tape.softplus(inputs[0], slope: 1.000_1) }
    #expect(!report.isPassed)
    #expect(report.mismatches.count == 4 && report.mismatches.allSatisfy { $0.situation == .together })
  }
}
