import Tensors

extension Tape {
  /// The loss whose gradient is that of the policy gradient theorem: −scale·Σ advantage·ln π (Williams 1992).
  ///
  /// - Parameters:
  ///   - logProbabilities: Of the actions taken, [rows × 1].
  ///   - advantages: `rows` values that outlive the pass.
  ///   - scale: Multiplies the sum; 1/rows makes it a mean.
  /// - Returns: [1 × 1]
  @_specialize(where Scalar == Float)
  public func policyGradientLoss(
    _ logProbabilities: Variable, advantages: UnsafePointer<Scalar>, scale: Scalar
  ) -> Variable {
    let loss = makeVariable(rows: 1, columns: 1, dependingOn: logProbabilities)
    let logs = pointer(to: logProbabilities)
    var total: Scalar = 0
    for row in 0..<logProbabilities.count { total += logs[row] * advantages[row] }
    pointer(to: loss)[0] = -scale * total
    if needsGradient(loss) {
      record(
        PolicyGradient<Scalar>(
          logProbabilities: logProbabilities, loss: loss, advantages: advantages, scale: scale))
    }
    return loss
  }
}

/// d loss/d ln π = −scale·advantage.
struct PolicyGradient<Scalar: TensorScalar>: DifferentiableOperation {
  let logProbabilities: Variable
  let loss: Variable
  let advantages: UnsafePointer<Scalar>
  let scale: Scalar

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.addScaled(
      -scale * tape.gradient(of: loss)[0], advantages, into: tape.gradient(of: logProbabilities),
      count: logProbabilities.count)
  }
}
