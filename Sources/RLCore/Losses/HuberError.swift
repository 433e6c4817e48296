import Tensors

/// The Huber loss of the values of the choices that were taken (Mnih et al., "Human-level control through deep
/// reinforcement learning", 2015, which clips the error to ±1).
public struct HuberError<Scalar: TensorScalar> {
  /// scale·Σ weight·Huber(prediction − target), [1 × 1].
  public let loss: Variable
  /// prediction − target of each row, valid until the tape is reset.
  public let errors: UnsafePointer<Scalar>
  /// Σ predictions.
  public let predictionSum: Double
}

extension Tape {
  /// Records the Huber loss of one value of each row: ½e² for errors within ±1, |e| − ½ beyond.
  ///
  /// - Parameters:
  ///   - values: Of every choice, [rows × choices].
  ///   - choices: Which one counts, as a whole number, `rows` values that outlive the pass.
  ///   - targets: `rows` values.
  ///   - weights: How much each row counts, `rows` values.
  ///   - scale: Multiplies the sum; 1/rows of the batch makes it a mean.
  /// - Returns: The loss, and the error of each row.
  @_specialize(where Scalar == Float)
  public func huberError(
    _ values: Variable, choices: UnsafePointer<Scalar>, targets: UnsafePointer<Scalar>,
    weights: UnsafePointer<Scalar>, scale: Scalar
  ) -> HuberError<Scalar> {
    let loss = makeVariable(rows: 1, columns: 1, dependingOn: values)
    let (errors, slopes) = (makeScratch(count: values.rows), makeScratch(count: values.rows))
    let source = pointer(to: values)
    var (total, sum): (Scalar, Scalar) = (0, 0)
    for row in 0..<values.rows {
      let prediction = source[row * values.columns + Int(choices[row])]
      let error = prediction - targets[row]
      let clipped = min(max(error, -1), 1)
      errors[row] = error
      slopes[row] = scale * weights[row] * clipped
      total += weights[row] * clipped * (error - clipped / 2)
      sum += prediction
    }
    pointer(to: loss)[0] = scale * total
    if needsGradient(loss) { record(Huber<Scalar>(values: values, loss: loss, choices: choices, slopes: slopes)) }
    return HuberError(loss: loss, errors: UnsafePointer(errors), predictionSum: Double(sum))
  }
}

/// d loss/d value = scale·weight·clip(error, ±1) for the choice that counts, 0 for the others.
struct Huber<Scalar: TensorScalar>: DifferentiableOperation {
  let values: Variable
  let loss: Variable
  let choices: UnsafePointer<Scalar>
  let slopes: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: loss)[0], tape.gradient(of: values))
    for row in 0..<values.rows { gradient[row * values.columns + Int(choices[row])] += upstream * slopes[row] }
  }
}
