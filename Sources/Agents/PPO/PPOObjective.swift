import RLCore
import Tensors

/// The losses of one minibatch, or of a share of it.
struct PPOLosses {
  var policy = 0.0
  var value = 0.0
  var entropy = 0.0
  var divergence = 0.0
  var clipFraction = 0.0

  static func += (sum: inout PPOLosses, part: PPOLosses) {
    sum.policy += part.policy
    sum.value += part.value
    sum.entropy += part.entropy
    sum.divergence += part.divergence
    sum.clipFraction += part.clipFraction
  }
}

/// What PPO minimises over a minibatch, whatever networks the outputs come from.
///
///     L = −mean min(ratio·A, clip(ratio, 1 ± ε)·A) − entropyCoefficient·mean H + valueCoefficient·mean (R − v)²
struct PPOObjective<Distribution: PolicyDistribution> {
  var distribution: Distribution
  /// Values of a stored action.
  let storageWidth: Int
  let entropyCoefficient: Float
  let valueCoefficient: Float
  let valueClipRange: Float?

  /// The clipped surrogate less the entropy bonus, as this share of the minibatch's mean.
  ///
  /// - Parameters:
  ///   - outputs: Of the policy for `rows` of the minibatch.
  ///   - minibatch: Actions, advantages and masks.
  ///   - rows: The share.
  ///   - clipRange: ε.
  ///   - tape: Where it is recorded.
  ///   - losses: Receives the figures to report.
  /// - Returns: [1 × 1]
  func policyLoss(
    _ outputs: Variable, of minibatch: Minibatch, rows: Range<Int>, clipRange: Float, on tape: Tape<Float>,
    into losses: inout PPOLosses
  ) -> Variable {
    let share = 1 / Float(minibatch.count)
    let (logProbability, entropy) = distribution.evaluate(
      minibatch.actions.pointer + rows.lowerBound * storageWidth, under: outputs,
      mask: minibatch.mask(of: rows, on: tape), on: tape)
    let surrogate = tape.clippedSurrogate(
      logProbability, oldLogProbabilities: minibatch.logProbabilities.pointer + rows.lowerBound,
      advantages: minibatch.advantages.pointer + rows.lowerBound, clipRange: clipRange, scale: share)
    let entropySum = tape.sum(entropy)
    losses.policy = Double(tape.pointer(to: surrogate.loss)[0])
    losses.entropy = Double(tape.pointer(to: entropySum)[0] * share)
    losses.divergence = surrogate.divergenceSum * Double(share)
    losses.clipFraction = Double(surrogate.clippedCount) * Double(share)
    guard entropyCoefficient > 0 else { return surrogate.loss }
    return tape.add(surrogate.loss, tape.affine(entropySum, scale: -entropyCoefficient * share))
  }

  /// The weighted squared error of the values, as this share of the minibatch's mean.
  func valueLoss(
    _ values: Variable, of minibatch: Minibatch, rows: Range<Int>, on tape: Tape<Float>, into losses: inout PPOLosses
  ) -> Variable {
    let share = 1 / Float(minibatch.count)
    let old = UnsafePointer(minibatch.values.pointer + rows.lowerBound)
    let error = tape.squaredError(
      values, targets: minibatch.returns.pointer + rows.lowerBound,
      clip: valueClipRange.map { (old: old, range: $0) }, scale: share)
    losses.value = Double(tape.pointer(to: error)[0])
    return tape.affine(error, scale: valueCoefficient)
  }
}
