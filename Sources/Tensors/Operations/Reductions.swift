extension Tape {
  /// The sum of all values, [1 × 1].
  @_specialize(where Scalar == Float)
  public func sum(_ x: Variable) -> Variable { reduce(x, scale: 1) }

  /// The mean of all values, [1 × 1]; 0 if there are none.
  @_specialize(where Scalar == Float)
  public func mean(_ x: Variable) -> Variable { reduce(x, scale: 1 / Scalar(max(x.count, 1))) }

  @_specialize(where Scalar == Float)
  private func reduce(_ x: Variable, scale: Scalar) -> Variable {
    let y = makeVariable(rows: 1, columns: 1, dependingOn: x)
    let source = pointer(to: x)
    var total: Scalar = 0
    for index in 0..<x.count { total += source[index] }
    pointer(to: y)[0] = total * scale
    if needsGradient(y) { record(TotalSum<Scalar>(x: x, y: y, scale: scale)) }
    return y
  }

  /// The sum of each row, [rows × 1].
  @_specialize(where Scalar == Float)
  public func sumRows(_ x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: 1, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for row in 0..<x.rows {
      var total: Scalar = 0
      for column in 0..<x.columns { total += source[row * x.columns + column] }
      target[row] = total
    }
    if needsGradient(y) { record(RowSum<Scalar>(x: x, y: y)) }
    return y
  }
}

/// dx += scale·dy, the same for every value.
struct TotalSum<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let scale: Scalar

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let change = scale * tape.gradient(of: y)[0]
    let gradient = tape.gradient(of: x)
    for index in 0..<x.count { gradient[index] += change }
  }
}

/// dx += dy of the row.
struct RowSum<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<x.rows {
      for column in 0..<x.columns { gradient[row * x.columns + column] += upstream[row] }
    }
  }
}
