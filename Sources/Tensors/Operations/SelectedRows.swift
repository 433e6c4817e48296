extension Tape {
  /// Some rows, in a given order: y[i] = x[indices[i]], [indices × columns].
  ///
  /// A row may come up several times, or not at all: then it gets no gradient, as the padding of sequences must.
  @_specialize(where Scalar == Float)
  public func selectRows(_ x: Variable, _ indices: [Int32]) -> Variable {
    let kept = makeIndices(count: indices.count)
    let y = makeVariable(rows: indices.count, columns: x.columns, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    for (row, index) in indices.enumerated() {
      precondition(index >= 0 && Int(index) < x.rows, "a row must lie in 0..<\(x.rows), was \(index)")
      kept[row] = index
      (target + row * x.columns).update(from: source + Int(index) * x.columns, count: x.columns)
    }
    if needsGradient(y) { record(SelectedRows<Scalar>(x: x, y: y, indices: kept)) }
    return y
  }
}

/// The selected rows of dx get dy.
struct SelectedRows<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let indices: UnsafeMutablePointer<Int32>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<y.rows {
      Scalar.addScaled(
        1, upstream + row * y.columns, into: gradient + Int(indices[row]) * x.columns, count: x.columns)
    }
  }
}
