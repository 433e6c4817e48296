extension Tape {
  /// The nearest value within bounds; beyond them there is no gradient.
  ///
  /// - Parameters:
  ///   - x: [rows × columns]
  ///   - bounds: Where the results lie.
  /// - Returns: [rows × columns]
  @_specialize(where Scalar == Float)
  public func clamp(_ x: Variable, to bounds: ClosedRange<Scalar>) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for index in 0..<x.count { target[index] = min(max(source[index], bounds.lowerBound), bounds.upperBound) }
    if needsGradient(y) { record(Clamped<Scalar>(x: x, y: y, bounds: bounds)) }
    return y
  }
}

/// The gradient dx += dy, where x lies within the bounds.
struct Clamped<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let bounds: ClosedRange<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (source, upstream, gradient) = (tape.pointer(to: x), tape.gradient(of: y), tape.gradient(of: x))
    for index in 0..<x.count where bounds.contains(source[index]) { gradient[index] += upstream[index] }
  }
}
