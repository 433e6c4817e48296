extension Tape {
  /// x + y; a `y` of one row or one value is repeated.
  @_specialize(where Scalar == Float)
  public func add(_ x: Variable, _ y: Variable) -> Variable { combine(x, y, sign: 1) }

  /// x − y; a `y` of one row or one value is repeated.
  @_specialize(where Scalar == Float)
  public func subtract(_ x: Variable, _ y: Variable) -> Variable { combine(x, y, sign: -1) }

  @_specialize(where Scalar == Float)
  private func combine(_ x: Variable, _ y: Variable, sign: Scalar) -> Variable {
    let repeats = repetition(of: y, over: x)
    let z = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x, y)
    let target = pointer(to: z)
    target.update(from: pointer(to: x), count: x.count)
    switch repeats {
    case .none: Scalar.addScaled(sign, pointer(to: y), into: target, count: x.count)
    case .rows:
      for row in 0..<x.rows { Scalar.addScaled(sign, pointer(to: y), into: target + row * x.columns, count: x.columns) }
    case .all:
      let value = sign * pointer(to: y)[0]
      for index in 0..<x.count { target[index] += value }
    }
    if needsGradient(z) { record(Sum<Scalar>(x: x, y: y, z: z, sign: sign, repeats: repeats)) }
    return z
  }

  /// x·y, element by element; a `y` of one row or one value is repeated.
  @_specialize(where Scalar == Float)
  public func multiply(_ x: Variable, _ y: Variable) -> Variable {
    let repeats = repetition(of: y, over: x)
    let z = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x, y)
    let (left, right, target) = (pointer(to: x), pointer(to: y), pointer(to: z))
    switch repeats {
    case .none: Scalar.multiply(left, right, into: target, accumulate: false, count: x.count)
    case .rows:
      for row in 0..<x.rows {
        Scalar.multiply(
          left + row * x.columns, right, into: target + row * x.columns, accumulate: false, count: x.columns)
      }
    case .all:
      for index in 0..<x.count { target[index] = left[index] * right[0] }
    }
    if needsGradient(z) { record(Product<Scalar>(x: x, y: y, z: z, repeats: repeats)) }
    return z
  }

  /// a·x + b with constants.
  @_specialize(where Scalar == Float)
  public func affine(_ x: Variable, scale: Scalar, offset: Scalar = 0) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    pointer(to: y).update(repeating: offset, count: y.count)
    Scalar.addScaled(scale, pointer(to: x), into: pointer(to: y), count: x.count)
    if needsGradient(y) { record(Affine<Scalar>(x: x, y: y, scale: scale)) }
    return y
  }

  private func repetition(of y: Variable, over x: Variable) -> Repetition {
    if y.rows == x.rows && y.columns == x.columns { return .none }
    if y.rows == 1 && y.columns == x.columns { return .rows }
    precondition(
      y.count == 1, "\(y.rows) × \(y.columns) cannot be repeated over \(x.rows) × \(x.columns)")
    return .all
  }
}

/// How the second operand fills the shape of the first.
enum Repetition {
  /// It has the same shape.
  case none
  /// It is one row.
  case rows
  /// It is one value.
  case all
}

/// dx += dz; dy += ±dz, summed over what was repeated.
struct Sum<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let z: Variable
  let sign: Scalar
  let repeats: Repetition

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: z)
    if tape.needsGradient(x) { Scalar.addScaled(1, upstream, into: tape.gradient(of: x), count: x.count) }
    guard tape.needsGradient(y) else { return }
    let gradient = tape.gradient(of: y)
    switch repeats {
    case .none: Scalar.addScaled(sign, upstream, into: gradient, count: x.count)
    case .rows:
      for row in 0..<x.rows { Scalar.addScaled(sign, upstream + row * x.columns, into: gradient, count: x.columns) }
    case .all:
      for index in 0..<x.count { gradient[0] += sign * upstream[index] }
    }
  }
}

/// dx += dz·y; dy += dz·x, summed over what was repeated.
struct Product<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let z: Variable
  let repeats: Repetition

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: z)
    let (left, right) = (tape.pointer(to: x), tape.pointer(to: y))
    let columns = x.columns
    if tape.needsGradient(x) {
      let gradient = tape.gradient(of: x)
      switch repeats {
      case .none: Scalar.multiply(upstream, right, into: gradient, accumulate: true, count: x.count)
      case .rows:
        for row in stride(from: 0, to: x.count, by: columns) {
          Scalar.multiply(upstream + row, right, into: gradient + row, accumulate: true, count: columns)
        }
      case .all: Scalar.addScaled(right[0], upstream, into: gradient, count: x.count)
      }
    }
    guard tape.needsGradient(y) else { return }
    let gradient = tape.gradient(of: y)
    switch repeats {
    case .none: Scalar.multiply(upstream, left, into: gradient, accumulate: true, count: x.count)
    case .rows:
      for row in stride(from: 0, to: x.count, by: columns) {
        Scalar.multiply(upstream + row, left + row, into: gradient, accumulate: true, count: columns)
      }
    case .all:
      for index in 0..<x.count { gradient[0] += upstream[index] * left[index] }
    }
  }
}

/// The gradient dx += scale·dy.
struct Affine<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let scale: Scalar

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.addScaled(scale, tape.gradient(of: y), into: tape.gradient(of: x), count: x.count)
  }
}
