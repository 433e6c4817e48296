import Randomness

extension Tape {
  /// Zeroes each value with probability `rate` and scales the rest by 1/(1 − rate) (Srivastava and others, 2014).
  ///
  /// Does nothing where ``dropoutStream`` is `nil`.
  @_specialize(where Scalar == Float)
  public func dropout(_ x: Variable, rate: Float) -> Variable {
    precondition((0..<1).contains(rate), "rate must be in 0..<1, was \(rate)")
    guard rate > 0, var stream = dropoutStream else { return x }
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    let factors = makeScratch(count: x.count)
    let kept = Scalar(1 / (1 - rate))
    for index in 0..<x.count { factors[index] = stream.uniform() < rate ? 0 : kept }
    dropoutStream = stream
    Scalar.multiply(pointer(to: x), factors, into: pointer(to: y), accumulate: false, count: x.count)
    if needsGradient(y) { record(Dropout<Scalar>(x: x, y: y, factors: factors)) }
    return y
  }
}

/// The gradient dx += dy·factor.
struct Dropout<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let factors: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.multiply(tape.gradient(of: y), factors, into: tape.gradient(of: x), accumulate: true, count: x.count)
  }
}
