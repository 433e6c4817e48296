extension Tape {
  /// The smaller of two values, element by element; where they are equal the gradient goes to the first.
  ///
  /// - Parameters:
  ///   - x: [rows × columns]
  ///   - y: The same shape.
  /// - Returns: [rows × columns]
  @_specialize(where Scalar == Float)
  public func minimum(_ x: Variable, _ y: Variable) -> Variable {
    precondition(
      x.rows == y.rows && x.columns == y.columns,
      "minimum needs equal shapes, was \(x.rows) × \(x.columns) and \(y.rows) × \(y.columns)")
    let z = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x, y)
    let (left, right, target) = (pointer(to: x), pointer(to: y), pointer(to: z))
    for index in 0..<x.count { target[index] = right[index] < left[index] ? right[index] : left[index] }
    if needsGradient(z) { record(Minimum<Scalar>(x: x, y: y, z: z)) }
    return z
  }
}

/// The smaller of both gets dz.
struct Minimum<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let z: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: z)
    let (left, right) = (tape.pointer(to: x), tape.pointer(to: y))
    if tape.needsGradient(x) {
      let gradient = tape.gradient(of: x)
      for index in 0..<z.count where !(right[index] < left[index]) { gradient[index] += upstream[index] }
    }
    if tape.needsGradient(y) {
      let gradient = tape.gradient(of: y)
      for index in 0..<z.count where right[index] < left[index] { gradient[index] += upstream[index] }
    }
  }
}
