import Tensors

extension Tape {
  /// scale·Σ (target − prediction)², [1 × 1], with the prediction optionally held near an older one.
  ///
  /// - Parameters:
  ///   - predictions: [rows × 1].
  ///   - targets: `rows` values that outlive the pass.
  ///   - clip: Old predictions and the range ε around them: the prediction is replaced by
  ///     old + clip(prediction − old, ±ε). Evidence is that this hurts (Andrychowicz et al. 2021); off by default.
  ///   - scale: Multiplies the sum; 1/rows of the minibatch makes it a mean.
  /// - Returns: [1 × 1]
  @_specialize(where Scalar == Float)
  public func squaredError(
    _ predictions: Variable, targets: UnsafePointer<Scalar>, clip: (old: UnsafePointer<Scalar>, range: Scalar)? = nil,
    scale: Scalar
  ) -> Variable {
    let loss = makeVariable(rows: 1, columns: 1, dependingOn: predictions)
    let slopes = makeScratch(count: predictions.count)
    let values = pointer(to: predictions)
    var total: Scalar = 0
    for row in 0..<predictions.count {
      var (prediction, isFree) = (values[row], true)
      if let clip {
        let change = prediction - clip.old[row]
        isFree = abs(change) <= clip.range
        if !isFree { prediction = clip.old[row] + (change < 0 ? -clip.range : clip.range) }
      }
      let error = prediction - targets[row]
      total += error * error
      slopes[row] = isFree ? 2 * scale * error : 0
    }
    pointer(to: loss)[0] = scale * total
    if needsGradient(loss) { record(SquaredError<Scalar>(predictions: predictions, loss: loss, slopes: slopes)) }
    return loss
  }
}

/// d loss/d prediction = 2·scale·(prediction − target), 0 if the prediction is clipped.
struct SquaredError<Scalar: TensorScalar>: DifferentiableOperation {
  let predictions: Variable
  let loss: Variable
  let slopes: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.addScaled(tape.gradient(of: loss)[0], slopes, into: tape.gradient(of: predictions), count: predictions.count)
  }
}
