extension Tape {
  /// (x − mean)/√(variance + epsilon)·gain + bias by row (Ba, Kiros and Hinton 2016).
  ///
  /// - Parameters:
  ///   - x: [rows × columns]
  ///   - gain: [1 × columns]
  ///   - bias: [1 × columns]
  ///   - epsilon: Keeps the root away from 0.
  /// - Returns: [rows × columns]
  @_specialize(where Scalar == Float)
  public func layerNorm(_ x: Variable, gain: Variable, bias: Variable, epsilon: Scalar = 1e-5) -> Variable {
    precondition(
      gain.count == x.columns && bias.count == x.columns,
      "layer normalisation needs \(x.columns) gains and biases, was \(gain.count) and \(bias.count)")
    let y = makeVariable(rows: x.rows, columns: x.columns, dependingOn: x, gain, bias)
    let (mean, inverse) = (makeScratch(count: x.rows), makeScratch(count: x.rows))
    Scalar.layerNorm(
      pointer(to: x), gain: pointer(to: gain), bias: pointer(to: bias), epsilon: epsilon, pointer(to: y), mean: mean,
      inverse: inverse, rows: x.rows, columns: x.columns)
    if needsGradient(y) {
      record(LayerNorm<Scalar>(x: x, gain: gain, bias: bias, y: y, mean: mean, inverse: inverse))
    }
    return y
  }
}

/// dx += inverse·(g − mean(g) − x̂·mean(g·x̂)) with g = dy·gain; dgain += Σ dy·x̂; dbias += Σ dy.
struct LayerNorm<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let gain: Variable
  let bias: Variable
  let y: Variable
  let mean: UnsafeMutablePointer<Scalar>
  let inverse: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let gradient = { (variable: Variable) in
      tape.needsGradient(variable) ? tape.gradient(of: variable) : nil
    }
    Scalar.layerNormBackward(
      tape.pointer(to: x), gain: tape.pointer(to: gain), mean: mean, inverse: inverse,
      outputGradient: tape.gradient(of: y), input: gradient(x), gain: gradient(gain), bias: gradient(bias),
      rows: x.rows, columns: x.columns)
  }
}
