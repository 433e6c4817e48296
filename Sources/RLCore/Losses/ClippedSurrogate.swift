import Tensors

/// The clipped surrogate of PPO (Schulman et al., "Proximal Policy Optimization Algorithms", 2017).
public struct ClippedSurrogate {
  /// −scale·Σ min(ratio·advantage, clip(ratio, 1 ± range)·advantage), [1 × 1].
  public let loss: Variable
  /// Σ (ratio − 1 − ln ratio): estimates the Kullback-Leibler divergence from the old policy, never negative
  /// (Schulman, "Approximating KL Divergence", 2020).
  public let divergenceSum: Double
  /// Rows whose ratio lies outside 1 ± range.
  public let clippedCount: Int
}

extension Tape {
  /// Records the clipped surrogate of a batch.
  ///
  /// - Parameters:
  ///   - logProbabilities: Of the actions taken under the current policy, [rows × 1].
  ///   - oldLogProbabilities: Under the policy that took them, `rows` values that outlive the pass.
  ///   - advantages: `rows` values that outlive the pass.
  ///   - clipRange: ε.
  ///   - scale: Multiplies the sum; 1/rows of the minibatch makes it a mean.
  /// - Returns: The loss, and how far the policy has moved.
  @_specialize(where Scalar == Float)
  public func clippedSurrogate(
    _ logProbabilities: Variable, oldLogProbabilities: UnsafePointer<Scalar>, advantages: UnsafePointer<Scalar>,
    clipRange: Scalar, scale: Scalar
  ) -> ClippedSurrogate {
    let rows = logProbabilities.count
    let loss = makeVariable(rows: 1, columns: 1, dependingOn: logProbabilities)
    let (slopes, ratios) = (makeScratch(count: rows), makeScratch(count: rows))
    let current = pointer(to: logProbabilities)
    for row in 0..<rows { ratios[row] = current[row] - oldLogProbabilities[row] }
    var divergence: Scalar = 0
    for row in 0..<rows { divergence -= ratios[row] + 1 }
    Scalar.exponential(ratios, ratios, count: rows)
    var total: Scalar = 0
    var clipped = 0
    for row in 0..<rows {
      let (ratio, advantage) = (ratios[row], advantages[row])
      let bounded = min(max(ratio, 1 - clipRange), 1 + clipRange)
      let (free, limited) = (ratio * advantage, bounded * advantage)
      total += min(free, limited)
      // Where the clipped term is the smaller one, the loss no longer depends on the policy.
      slopes[row] = free <= limited ? -scale * free : 0
      divergence += ratio
      if abs(ratio - 1) > clipRange { clipped += 1 }
    }
    pointer(to: loss)[0] = -scale * total
    if needsGradient(loss) {
      record(Surrogate<Scalar>(logProbabilities: logProbabilities, loss: loss, slopes: slopes))
    }
    return ClippedSurrogate(loss: loss, divergenceSum: Double(divergence), clippedCount: clipped)
  }
}

/// d loss/d ln π = −scale·ratio·advantage where the ratio is free, 0 if it is clipped.
struct Surrogate<Scalar: TensorScalar>: DifferentiableOperation {
  let logProbabilities: Variable
  let loss: Variable
  let slopes: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.addScaled(
      tape.gradient(of: loss)[0], slopes, into: tape.gradient(of: logProbabilities), count: logProbabilities.count)
  }
}
