import Tensors

/// The quantile regression loss of the choices that were taken (Dabney et al., "Distributional Reinforcement Learning
/// with Quantile Regression", 2018).
public struct QuantileHuberError<Scalar: TensorScalar> {
  /// scale·Σ weight·loss, [1 × 1].
  public let loss: Variable
  /// The unweighted loss of each row, valid until the tape is reset.
  public let losses: UnsafePointer<Scalar>
  /// Σ over rows of the mean of the predicted quantiles.
  public let predictionSum: Double
}

extension Tape {
  /// Records the loss of the quantiles of one choice of each row.
  ///
  /// With τ̂ᵢ = (i + ½)/quantiles a row loses Σᵢ meanⱼ |τ̂ᵢ − 1{targetⱼ < θᵢ}|·Huber(targetⱼ − θᵢ), κ = 1.
  ///
  /// - Parameters:
  ///   - values: Quantiles of every choice, the choices of the first quantile first, [rows × quantiles·choices].
  ///   - quantiles: How many there are.
  ///   - choices: Which choice counts, as a whole number, `rows` values that outlive the pass.
  ///   - targets: Quantiles to come near to, [rows × quantiles].
  ///   - weights: How much each row counts, `rows` values.
  ///   - scale: Multiplies the sum; 1/rows of the batch makes it a mean.
  /// - Returns: The loss, and that of each row.
  /// - Complexity: O(rows · quantiles²).
  @_specialize(where Scalar == Float)
  public func quantileHuberError(
    _ values: Variable, quantiles: Int, choices: UnsafePointer<Scalar>, targets: UnsafePointer<Scalar>,
    weights: UnsafePointer<Scalar>, scale: Scalar
  ) -> QuantileHuberError<Scalar> {
    precondition(values.columns % quantiles == 0, "\(values.columns) columns do not hold \(quantiles) quantiles each")
    let count = values.columns / quantiles
    let loss = makeVariable(rows: 1, columns: 1, dependingOn: values)
    let (losses, slopes) = (makeScratch(count: values.rows), makeScratch(count: values.rows * quantiles))
    let predictions = makeScratch(count: quantiles)
    let source = pointer(to: values)
    var (total, sum): (Scalar, Scalar) = (0, 0)
    for row in 0..<values.rows {
      let start = source + row * values.columns + Int(choices[row])
      for quantile in 0..<quantiles {
        predictions[quantile] = start[quantile * count]
        sum += predictions[quantile]
      }
      losses[row] = Scalar.quantileHuber(
        predictions, targets: targets + row * quantiles, slopes: slopes + row * quantiles, count: quantiles)
      let factor = scale * weights[row]
      total += factor * losses[row]
      for index in row * quantiles..<(row + 1) * quantiles { slopes[index] *= factor }
    }
    pointer(to: loss)[0] = total
    if needsGradient(loss) {
      record(
        QuantileHuber<Scalar>(values: values, loss: loss, quantiles: quantiles, choices: choices, slopes: slopes))
    }
    return QuantileHuberError(
      loss: loss, losses: UnsafePointer(losses), predictionSum: Double(sum) / Double(quantiles))
  }
}

/// The slopes of the loss go to the quantiles of the choice that counts, 0 to the others.
struct QuantileHuber<Scalar: TensorScalar>: DifferentiableOperation {
  let values: Variable
  let loss: Variable
  let quantiles: Int
  let choices: UnsafePointer<Scalar>
  let slopes: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: loss)[0], tape.gradient(of: values))
    let count = values.columns / quantiles
    for row in 0..<values.rows {
      let start = gradient + row * values.columns + Int(choices[row])
      for quantile in 0..<quantiles { start[quantile * count] += upstream * slopes[row * quantiles + quantile] }
    }
  }
}
