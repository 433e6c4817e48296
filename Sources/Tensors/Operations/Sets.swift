extension Tape {
  /// Every row of a set plus the one row of its sample: z[i] = x[i] + y[i / slots].
  ///
  /// The place where what a whole set knows meets each of its rows.
  ///
  /// - Parameters:
  ///   - x: [samples·slots × columns]
  ///   - slots: Rows of a set.
  ///   - y: [samples × columns]
  /// - Returns: [samples·slots × columns]
  @_specialize(where Scalar == Float)
  public func add(_ x: Variable, toEachOf slots: Int, _ y: Variable) -> Variable {
    precondition(
      slots > 0 && x.rows == y.rows * slots && x.columns == y.columns,
      "\(y.rows) × \(y.columns) cannot be added to sets of \(slots) in \(x.rows) × \(x.columns)")
    let z = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x, y)
    let (source, target) = (pointer(to: y), pointer(to: z))
    target.update(from: pointer(to: x), count: x.count)
    for row in 0..<x.rows {
      Scalar.addScaled(1, source + row / slots * x.columns, into: target + row * x.columns, count: x.columns)
    }
    if needsGradient(z) { record(SetSum<Scalar>(x: x, y: y, z: z, slots: slots)) }
    return z
  }

  /// The sum of each column over the rows of a set that hold data; 0 if a set is empty.
  ///
  /// Arguments and result as in ``maxPool(_:slots:mask:)``.
  @_specialize(where Scalar == Float)
  public func sumPool(_ x: Variable, slots: Int, mask: UnsafePointer<UInt8>? = nil) -> Variable {
    precondition(slots > 0 && x.rows % slots == 0, "rows must be sets of \(slots), was \(x.rows)")
    let y = makeVariable(rows: x.rows / slots, columns: x.columns, dependingOn: x)
    let (source, target) = (pointer(to: x), pointer(to: y))
    target.update(repeating: 0, count: y.count)
    for row in 0..<x.rows where mask.map({ $0[row] != 0 }) ?? true {
      Scalar.addScaled(1, source + row * x.columns, into: target + row / slots * x.columns, count: x.columns)
    }
    if needsGradient(y) { record(SumPool<Scalar>(x: x, y: y, slots: slots, mask: mask)) }
    return y
  }
}

/// dx += dz; dy += the sum of dz over the rows of the set.
struct SetSum<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let z: Variable
  let slots: Int

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: z)
    if tape.needsGradient(x) { Scalar.addScaled(1, upstream, into: tape.gradient(of: x), count: x.count) }
    if tape.needsGradient(y) {
      let gradient = tape.gradient(of: y)
      for row in 0..<z.rows {
        Scalar.addScaled(1, upstream + row * z.columns, into: gradient + row / slots * z.columns, count: z.columns)
      }
    }
  }
}

/// Each row that holds data gets the gradient of the sum.
struct SumPool<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let slots: Int
  let mask: UnsafePointer<UInt8>?

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    for row in 0..<x.rows where mask.map({ $0[row] != 0 }) ?? true {
      Scalar.addScaled(1, upstream + row / slots * x.columns, into: gradient + row * x.columns, count: x.columns)
    }
  }
}
