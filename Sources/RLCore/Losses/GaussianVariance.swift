import Tensors

extension Tape {
  /// ln N(action | mean, variance) of each row, with a variance for each value, summed over dimensions.
  ///
  /// - Parameters:
  ///   - mean: [rows × dimensions].
  ///   - variance: [rows × dimensions].
  ///   - actions: [rows × dimensions]; before squashing, where there is some. A sample that depends on the parameters
  ///     passes its gradient on.
  /// - Returns: [rows × 1]
  @_specialize(where Scalar == Float)
  public func gaussianLogProbability(mean: Variable, variance: Variable, actions: Variable) -> Variable {
    precondition(
      mean.count == variance.count && mean.count == actions.count,
      "was \(mean.count) means, \(variance.count) variances and \(actions.count) actions")
    let y = makeVariable(rows: mean.rows, columns: 1, dependingOn: mean, variance, actions)
    let logs = makeScratch(count: mean.count)
    let (means, variances, values) = (pointer(to: mean), pointer(to: variance), pointer(to: actions))
    let target = pointer(to: y)
    Scalar.logarithm(variances, logs, count: mean.count)
    for row in 0..<mean.rows {
      var total = -Scalar(mean.columns) * Scalar(0.918938533204672741780)  // ½·ln 2π
      for index in row * mean.columns..<(row + 1) * mean.columns {
        let error = values[index] - means[index]
        total -= (error * error / variances[index] + logs[index]) / 2
      }
      target[row] = total
    }
    if needsGradient(y) {
      record(VarianceLogProbability<Scalar>(mean: mean, variance: variance, actions: actions, y: y))
    }
    return y
  }

  /// The entropy of normal distributions, ½·ln 2πe·variance summed over dimensions.
  ///
  /// - Parameter variance: [rows × dimensions].
  /// - Returns: [rows × 1]
  @_specialize(where Scalar == Float)
  public func gaussianEntropy(variance: Variable) -> Variable {
    let y = makeVariable(rows: variance.rows, columns: 1, dependingOn: variance)
    let logs = makeScratch(count: variance.count)
    Scalar.logarithm(pointer(to: variance), logs, count: variance.count)
    let target = pointer(to: y)
    for row in 0..<variance.rows {
      var total = Scalar(variance.columns) * Scalar(1.4189385332046727418)  // ½·ln 2πe
      for index in row * variance.columns..<(row + 1) * variance.columns { total += logs[index] / 2 }
      target[row] = total
    }
    if needsGradient(y) { record(VarianceEntropy<Scalar>(variance: variance, y: y)) }
    return y
  }
}

/// With e = action − mean: d/d mean = e/v; d/d action = −e/v; d/dv = ½(e²/v² − 1/v).
struct VarianceLogProbability<Scalar: TensorScalar>: DifferentiableOperation {
  let mean: Variable
  let variance: Variable
  let actions: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let upstream = tape.gradient(of: y)
    let (means, variances, values) = (
      tape.pointer(to: mean), tape.pointer(to: variance), tape.pointer(to: actions)
    )
    let meanGradient = tape.needsGradient(mean) ? tape.gradient(of: mean) : nil
    let varianceGradient = tape.needsGradient(variance) ? tape.gradient(of: variance) : nil
    let actionGradient = tape.needsGradient(actions) ? tape.gradient(of: actions) : nil
    for index in 0..<mean.count {
      let slope = upstream[index / mean.columns]
      let score = (values[index] - means[index]) / variances[index]
      meanGradient?[index] += slope * score
      actionGradient?[index] -= slope * score
      varianceGradient?[index] += slope * (score * score - 1 / variances[index]) / 2
    }
  }
}

/// The gradient dv += dy/2v.
struct VarianceEntropy<Scalar: TensorScalar>: DifferentiableOperation {
  let variance: Variable
  let y: Variable

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (variances, upstream, gradient) = (
      tape.pointer(to: variance), tape.gradient(of: y), tape.gradient(of: variance)
    )
    for index in 0..<variance.count { gradient[index] += upstream[index / variance.columns] / (2 * variances[index]) }
  }
}
