import Tensors

extension Tape {
  /// Draws from a normal distribution that is squashed into (−1, 1) by tanh, by its noise: a = tanh(μ + σ·ε)
  /// (Haarnoja et al., "Soft Actor-Critic Algorithms and Applications", 2018, appendix C).
  ///
  /// The log-probability takes the squashing into account in its stable form,
  /// ln(1 − tanh²u) = 2·(ln 2 − u − softplus(−2u)), which stays finite however far u is out.
  ///
  /// - Parameters:
  ///   - outputs: Means and log-deviations side by side, [rows × 2·dimensions].
  ///   - noise: ε, standard normal draws, rows × dimensions values that outlive the pass; zeros give the mode.
  ///   - logDeviations: Log-deviations beyond these bounds count as the bound, without gradient.
  /// - Returns: Actions, [rows × dimensions], and their log-probabilities, [rows × 1].
  @_specialize(where Scalar == Float)
  public func squashedGaussian(
    _ outputs: Variable, noise: UnsafePointer<Scalar>, logDeviations: ClosedRange<Scalar> = -20...2
  ) -> (actions: Variable, logProbabilities: Variable) {
    precondition(outputs.columns % 2 == 0, "means and deviations come in pairs, was \(outputs.columns) columns")
    let (rows, dimensions) = (outputs.rows, outputs.columns / 2)
    let count = rows * dimensions
    let actions = makeVariable(rows: rows, columns: dimensions, dependingOn: outputs)
    let logProbabilities = makeVariable(rows: rows, columns: 1, dependingOn: outputs)
    let source = pointer(to: outputs)
    // Deviations, then the noise they scale; kept for the gradient.
    let spread = makeScratch(count: count)
    let before = makeScratch(count: count)
    let tail = makeScratch(count: count)
    for row in 0..<rows {
      for column in 0..<dimensions {
        let log = source[row * 2 * dimensions + dimensions + column]
        spread[row * dimensions + column] = min(max(log, logDeviations.lowerBound), logDeviations.upperBound)
      }
    }
    Scalar.exponential(spread, spread, count: count)
    for row in 0..<rows {
      for column in 0..<dimensions {
        let index = row * dimensions + column
        spread[index] *= noise[index]
        before[index] = source[row * 2 * dimensions + column] + spread[index]
        tail[index] = -2 * abs(before[index])
      }
    }
    let target = pointer(to: actions)
    Scalar.activate(.tanh, before, target, count: count)
    // softplus(−2u) = max(−2u, 0) + ln(1 + e^(−2|u|))
    Scalar.exponential(tail, tail, count: count)
    for index in 0..<count { tail[index] += 1 }
    Scalar.logarithm(tail, tail, count: count)
    let logs = pointer(to: logProbabilities)
    for row in 0..<rows {
      var total: Scalar = 0
      for column in 0..<dimensions {
        let index = row * dimensions + column
        let log = source[row * 2 * dimensions + dimensions + column]
        let bounded = min(max(log, logDeviations.lowerBound), logDeviations.upperBound)
        let softplus = max(-2 * before[index], 0) + tail[index]
        total -= noise[index] * noise[index] / 2 + bounded + Scalar(0.918938533204672741780)  // ½·ln 2π
        total -= 2 * (Scalar(0.693147180559945309417) - before[index] - softplus)
      }
      logs[row] = total
    }
    if needsGradient(actions) {
      record(
        SquashedGaussian<Scalar>(
          outputs: outputs, actions: actions, logProbabilities: logProbabilities, spread: spread, bounds: logDeviations)
      )
    }
    return (actions, logProbabilities)
  }
}

/// With u = μ + σ·ε, da/du = 1 − a², d ln π/du = 2a, du/dμ = 1, du/d ln σ = σ·ε, and d ln π/d ln σ has −1 besides.
struct SquashedGaussian<Scalar: TensorScalar>: DifferentiableOperation {
  let outputs: Variable
  let actions: Variable
  let logProbabilities: Variable
  /// The products σ·ε.
  let spread: UnsafeMutablePointer<Scalar>
  let bounds: ClosedRange<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (values, source) = (tape.pointer(to: actions), tape.pointer(to: outputs))
    let (actionGradient, logGradient) = (tape.gradient(of: actions), tape.gradient(of: logProbabilities))
    let gradient = tape.gradient(of: outputs)
    let dimensions = actions.columns
    for row in 0..<actions.rows {
      for column in 0..<dimensions {
        let index = row * dimensions + column
        let value = values[index]
        let inner = actionGradient[index] * (1 - value * value) + logGradient[row] * 2 * value
        let mean = row * 2 * dimensions + column
        gradient[mean] += inner
        if bounds.contains(source[mean + dimensions]) {
          gradient[mean + dimensions] += inner * spread[index] - logGradient[row]
        }
      }
    }
  }
}
