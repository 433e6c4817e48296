import Tensors

extension Tape {
  /// ln N(action | mean, e^logDeviation) of each row, summed over dimensions, [rows × 1].
  ///
  /// - Parameters:
  ///   - mean: [rows × dimensions].
  ///   - logDeviation: ln of the standard deviation, the same for all rows, [1 × dimensions].
  ///   - actions: rows × dimensions values that outlive the pass.
  /// - Returns: [rows × 1]
  @_specialize(where Scalar == Float)
  public func gaussianLogProbability(
    mean: Variable, logDeviation: Variable, actions: UnsafePointer<Scalar>
  ) -> Variable {
    precondition(
      logDeviation.count == mean.columns, "was \(logDeviation.count) deviations of \(mean.columns) dimensions")
    let y = makeVariable(rows: mean.rows, columns: 1, dependingOn: mean, logDeviation)
    let scores = makeScratch(count: mean.count)
    let inverse = makeScratch(count: mean.columns)
    let (means, logs, target) = (pointer(to: mean), pointer(to: logDeviation), pointer(to: y))
    var constant: Scalar = 0
    for column in 0..<mean.columns {
      inverse[column] = -logs[column]
      constant -= logs[column] + Scalar(0.918938533204672741780)  // ½·ln 2π
    }
    Scalar.exponential(inverse, inverse, count: mean.columns)
    for row in 0..<mean.rows {
      var total = constant
      for column in 0..<mean.columns {
        let index = row * mean.columns + column
        scores[index] = (actions[index] - means[index]) * inverse[column]
        total -= scores[index] * scores[index] / 2
      }
      target[row] = total
    }
    if needsGradient(y) {
      record(
        GaussianLogProbability<Scalar>(
          mean: mean, logDeviation: logDeviation, y: y, scores: scores, inverse: inverse))
    }
    return y
  }
}

/// With z = (action − mean)/σ: d/d mean = z/σ; d/d ln σ = z² − 1.
struct GaussianLogProbability<Scalar: TensorScalar>: DifferentiableOperation {
  let mean: Variable
  let logDeviation: Variable
  let y: Variable
  let scores: UnsafeMutablePointer<Scalar>
  let inverse: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: y)
    let meanGradient = tape.needsGradient(mean) ? tape.gradient(of: mean) : nil
    let logGradient = tape.needsGradient(logDeviation) ? tape.gradient(of: logDeviation) : nil
    for row in 0..<mean.rows {
      for column in 0..<mean.columns {
        let score = scores[row * mean.columns + column]
        meanGradient?[row * mean.columns + column] += upstream[row] * score * inverse[column]
        logGradient?[column] += upstream[row] * (score * score - 1)
      }
    }
  }
}
