import Tensors

extension Tape {
  /// ln of the slope of tanh, ln(1 − tanh²u), summed over each row: what squashing takes off a log-probability.
  ///
  /// In its stable form 2·(ln 2 − u − softplus(−2u)), which stays finite however far u is out.
  ///
  /// - Parameter x: Values before squashing, [rows × dimensions].
  /// - Returns: [rows × 1]
  @_specialize(where Scalar == Float)
  public func tanhLogSlope(_ x: Variable) -> Variable {
    let y = makeVariable(rows: x.rows, columns: 1, dependingOn: x)
    let tails = makeScratch(count: x.count)
    let (source, target) = (pointer(to: x), pointer(to: y))
    tanhTails(source, into: tails, count: x.count)
    for row in 0..<x.rows {
      var total: Scalar = 0
      for index in row * x.columns..<(row + 1) * x.columns {
        total += tanhLogSlope(source[index], tail: tails[index])
      }
      target[row] = total
    }
    if needsGradient(y) { record(TanhLogSlope<Scalar>(x: x, y: y)) }
    return y
  }

  /// ln(1 + e^(−2|u|)), the part of the slope that takes exponentials.
  @_specialize(where Scalar == Float)
  func tanhTails(_ source: UnsafePointer<Scalar>, into tails: UnsafeMutablePointer<Scalar>, count: Int) {
    for index in 0..<count { tails[index] = -2 * abs(source[index]) }
    Scalar.exponential(tails, tails, count: count)
    for index in 0..<count { tails[index] += 1 }
    Scalar.logarithm(tails, tails, count: count)
  }

  /// 2·(ln 2 − u − softplus(−2u)), with softplus(−2u) = max(−2u, 0) + tail.
  @_specialize(where Scalar == Float)
  func tanhLogSlope(_ value: Scalar, tail: Scalar) -> Scalar {
    2 * (Scalar(0.693147180559945309417) - value - max(-2 * value, 0) - tail)
  }
}

/// The gradient du −= dy·2·tanh u.
struct TanhLogSlope<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y), tape.gradient(of: x))
    let squashed = tape.makeScratch(count: x.count)
    Scalar.activate(.tanh, tape.pointer(to: x), squashed, count: x.count)
    for index in 0..<x.count { gradient[index] -= upstream[index / x.columns] * 2 * squashed[index] }
  }
}
