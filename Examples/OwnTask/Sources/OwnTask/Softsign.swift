import RLFramework

extension Tape {
  /// An operation that the library does not have: x/(1 + |x|).
  func softsign(_ x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for index in 0..<x.count { target[index] = source[index] / (1 + abs(source[index])) }
    if needsGradient(y) { record(Softsign<Scalar>(x: x, y: y)) }
    return y
  }
}

/// The gradient dx += dy/(1 + |x|)², where 1/(1 + |x|) is 1 − |y|.
private struct Softsign<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  func backward(on tape: Tape<Scalar>) {
    let (value, upstream, gradient) = (tape.pointer(to: y), tape.gradient(of: y), tape.gradient(of: x))
    for index in 0..<x.count {
      let slope = 1 - abs(value[index])
      gradient[index] += upstream[index] * slope * slope
    }
  }
}
