extension Tape {
  /// activation(x·weight + bias), fused.
  ///
  /// - Parameters:
  ///   - x: [rows × inputs]
  ///   - weight: [inputs × outputs]
  ///   - bias: [1 × outputs]
  ///   - activation: Applied to every value.
  /// - Returns: [rows × outputs]
  @_specialize(where Scalar == Float)
  public func linear(
    _ x: Variable, weight: Variable, bias: Variable, activation: Activation = .identity
  ) -> Variable {
    guard activation.fused != nil else { return gelu(linear(x, weight: weight, bias: bias)) }
    precondition(
      x.columns == weight.rows && bias.count == weight.columns,
      "linear needs \(weight.rows) inputs and \(weight.columns) biases, was \(x.columns) and \(bias.count)")
    let y = makeVariable(rows: x.rows, columns: weight.columns, dependingOn: x, weight, bias)
    Scalar.product(
      MatrixProduct(
        a: pointer(to: x), b: pointer(to: weight), c: pointer(to: y), rows: x.rows, columns: weight.columns,
        depth: x.columns, bias: pointer(to: bias), activation: activation,
        scratch: makeScratch(
          count: Scalar.productScratch(rows: x.rows, columns: weight.columns, depth: x.columns))))
    if needsGradient(y) {
      record(Linear<Scalar>(x: x, weight: weight, bias: bias, y: y, activation: activation))
    }
    return y
  }
}

/// dy ← dy·activation'(y); dbias += Σ dy; dweight += xᵀ·dy; dx += dy·weightᵀ.
struct Linear<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let weight: Variable
  let bias: Variable
  let y: Variable
  let activation: Activation

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    // Nothing reads the gradient of y after this step, so it is turned into that of the sum in place.
    let gradient = tape.gradient(of: y)
    Scalar.activateBackward(activation, output: tape.pointer(to: y), gradient: gradient, count: y.count)
    if tape.needsGradient(bias) {
      Scalar.addColumnSums(gradient, rows: y.rows, columns: y.columns, into: tape.gradient(of: bias))
    }
    if tape.needsGradient(weight) {
      let sink = tape.gradientSink(of: weight)
      let scratch = Scalar.productScratch(rows: x.columns, columns: y.columns, depth: x.rows)
      Scalar.product(
        MatrixProduct(
          a: tape.pointer(to: x), b: gradient, c: sink.pointer, rows: x.columns, columns: y.columns, depth: x.rows,
          transposesA: true, accumulates: sink.accumulates, scratch: tape.makeScratch(count: scratch)))
    }
    if tape.needsGradient(x) {
      let sink = tape.gradientSink(of: x)
      let scratch = Scalar.productScratch(rows: x.rows, columns: x.columns, depth: y.columns)
      Scalar.product(
        MatrixProduct(
          a: gradient, b: tape.pointer(to: weight), c: sink.pointer, rows: x.rows, columns: x.columns,
          depth: y.columns, transposesB: true, accumulates: sink.accumulates,
          scratch: tape.makeScratch(count: scratch)))
    }
  }
}
