extension Tape {
  /// The value of a state and the advantages of its choices put together: y = value + advantages − their mean, by row.
  ///
  /// Without the mean the two could drift apart and still add up (Wang et al., "Dueling Network Architectures for Deep
  /// Reinforcement Learning", 2016).
  ///
  /// - Parameters:
  ///   - value: [rows × 1]
  ///   - advantages: [rows × choices]
  /// - Returns: [rows × choices]
  @_specialize(where Scalar == Float)
  public func dueling(value: Variable, advantages: Variable) -> Variable {
    precondition(
      value.columns == 1 && value.rows == advantages.rows,
      "there must be one value for each of \(advantages.rows) rows, was \(value.rows) × \(value.columns)")
    let y = makeVariable(rows: advantages.rows, columns: advantages.columns, dependingOn: value, advantages)
    let (values, source, target) = (pointer(to: value), pointer(to: advantages), pointer(to: y))
    for row in 0..<y.rows {
      let start = row * y.columns
      var total: Scalar = 0
      for index in start..<start + y.columns { total += source[index] }
      let shift = values[row] - total / Scalar(y.columns)
      for index in start..<start + y.columns { target[index] = source[index] + shift }
    }
    if needsGradient(y) { record(Dueling<Scalar>(value: value, advantages: advantages, y: y)) }
    return y
  }
}

/// dvalue += Σ dy; dadvantages += dy − mean dy, by row.
struct Dueling<Scalar: TensorScalar>: DifferentiableOperation {
  let value: Variable
  let advantages: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: y)
    let valueGradient = tape.needsGradient(value) ? tape.gradient(of: value) : nil
    let gradient = tape.needsGradient(advantages) ? tape.gradient(of: advantages) : nil
    for row in 0..<y.rows {
      let start = row * y.columns
      var total: Scalar = 0
      for index in start..<start + y.columns { total += upstream[index] }
      valueGradient?[row] += total
      guard let gradient else { continue }
      let mean = total / Scalar(y.columns)
      for index in start..<start + y.columns { gradient[index] += upstream[index] - mean }
    }
  }
}
