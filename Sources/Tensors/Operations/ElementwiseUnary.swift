extension Tape {
  /// The hyperbolic tangent of each value.
  @_specialize(where Scalar == Float)
  public func tanh(_ x: Variable) -> Variable { activate(x, .tanh) }

  /// The rectified value, max(x, 0).
  @_specialize(where Scalar == Float)
  public func relu(_ x: Variable) -> Variable { activate(x, .relu) }

  /// The logistic function, 1/(1 + e⁻ˣ).
  @_specialize(where Scalar == Float)
  public func sigmoid(_ x: Variable) -> Variable { activate(x, .sigmoid) }

  /// An activation by name.
  @_specialize(where Scalar == Float)
  public func activate(_ x: Variable, _ activation: Activation) -> Variable {
    guard activation.fused != nil else { return gelu(x) }
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    Scalar.activate(activation, pointer(to: x), pointer(to: y), count: x.count)
    if needsGradient(y) { record(Activated<Scalar>(x: x, y: y, activation: activation)) }
    return y
  }

  /// The Gaussian error linear unit in its tanh form.
  @_specialize(where Scalar == Float)
  public func gelu(_ x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    Scalar.gelu(pointer(to: x), pointer(to: y), count: x.count)
    if needsGradient(y) { record(GELU<Scalar>(x: x, y: y)) }
    return y
  }

  /// The exponential, eˣ.
  @_specialize(where Scalar == Float)
  public func exp(_ x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    Scalar.exponential(pointer(to: x), pointer(to: y), count: x.count)
    if needsGradient(y) { record(Exponential<Scalar>(x: x, y: y)) }
    return y
  }

  /// The natural logarithm, ln x.
  @_specialize(where Scalar == Float)
  public func log(_ x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x)
    Scalar.logarithm(pointer(to: x), pointer(to: y), count: x.count)
    if needsGradient(y) { record(Logarithm<Scalar>(x: x, y: y)) }
    return y
  }
}

/// The gradient dx += dy·activation'(y).
struct Activated<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let activation: Activation

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let gradient = tape.gradient(of: y)
    Scalar.activateBackward(activation, output: tape.pointer(to: y), gradient: gradient, count: y.count)
    Scalar.addScaled(1, gradient, into: tape.gradient(of: x), count: x.count)
  }
}

/// The gradient dx += dy·gelu'(x).
struct GELU<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.geluBackward(
      tape.pointer(to: x), outputGradient: tape.gradient(of: y), into: tape.gradient(of: x), count: x.count)
  }
}

/// The gradient dx += dy·y.
struct Exponential<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.multiply(
      tape.gradient(of: y), tape.pointer(to: y), into: tape.gradient(of: x), accumulate: true, count: x.count)
  }
}

/// The gradient dx += dy/x.
struct Logarithm<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (value, upstream, gradient) = (tape.pointer(to: x), tape.gradient(of: y), tape.gradient(of: x))
    for index in 0..<x.count { gradient[index] += upstream[index] / value[index] }
  }
}
