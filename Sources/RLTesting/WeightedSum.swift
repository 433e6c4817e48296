import Randomness
import Tensors

extension Tape {
  /// Σ w·x with fixed weights in ±1, entries that are not finite left out, [1 × 1].
  ///
  /// Written on the public seam, so that a check depends on no operation that it may be checking.
  func weightedSum(_ x: Variable) -> Variable {
    var random = RandomStream(seed: 0).split("weights")
    let y = makeVariable(rows: 1, columns: 1, dependingOn: x)
    let weights = makeScratch(count: x.count)
    let values = pointer(to: x)
    var total: Scalar = 0
    for index in 0..<x.count {
      let weight = Scalar(random.uniform(in: -1..<1))
      // The −∞ of a masked log-probability carries no gradient.
      weights[index] = values[index].isInfinite ? 0 : weight
      total += values[index].isInfinite ? 0 : weight * values[index]
    }
    pointer(to: y)[0] = total
    if needsGradient(y) { record(WeightedSum<Scalar>(x: x, y: y, weights: weights)) }
    return y
  }
}

/// The gradient dx += dy·w.
private struct WeightedSum<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let weights: UnsafeMutablePointer<Scalar>

  func backward(on tape: Tape<Scalar>) {
    let (upstream, gradient) = (tape.gradient(of: y)[0], tape.gradient(of: x))
    for index in 0..<x.count { gradient[index] += upstream * weights[index] }
  }
}
