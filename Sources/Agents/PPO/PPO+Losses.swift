import Networks
import RLCore
import Randomness
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

extension PPO {
  /// Computes the gradient of the loss over the minibatch, policy and value side by side.
  ///
  ///     L = −mean min(ratio·A, clip(ratio, 1 ± ε)·A) − entropyCoefficient·mean H + valueCoefficient·mean (R − v)²
  func gradients(clipRange: Float, using random: inout RandomStream) -> PPOLosses {
    let count = minibatch.count
    let half = (count + 1) / 2
    let dropout = random.split("dropout", optimizer.step)
    var results = [PPOLosses](repeating: PPOLosses(), count: lanes.tapes.count)
    results.withUnsafeMutableBufferPointer { results in
      lanes.run { lane, tape in
        tape.dropoutStream = dropout.split("lane", lane)
        if lanes.splitsRows {
          let rows = lane == 0 ? 0..<half : half..<count
          guard !rows.isEmpty else { return }
          let heads = actor.network.policyAndValue(observations(rows, on: tape), on: tape)
          let policy = policyLoss(heads.policy, rows: rows, clipRange: clipRange, on: tape, into: &results[lane])
          let value = valueLoss(heads.value, rows: rows, on: tape, into: &results[lane])
          tape.backward(from: tape.add(policy, value))
        } else if lane == 0 {
          let outputs = actor.network.policy(observations(0..<count, on: tape), on: tape)
          tape.backward(
            from: policyLoss(outputs, rows: 0..<count, clipRange: clipRange, on: tape, into: &results[lane]))
        } else {
          let values = actor.network.value(observations(0..<count, on: tape), on: tape)
          tape.backward(from: valueLoss(values, rows: 0..<count, on: tape, into: &results[lane]))
        }
      }
    }
    return results.reduce(into: PPOLosses()) { $0 += $1 }
  }

  private func observations(_ rows: Range<Int>, on tape: Tape<Float>) -> Variable {
    let width = observationSpace.width
    return tape.constant(
      borrowing: minibatch.observations.pointer + rows.lowerBound * width, rows: rows.count, columns: width)
  }

  /// The clipped surrogate less the entropy bonus, as this share of the minibatch's mean.
  func policyLoss(
    _ outputs: Variable, rows: Range<Int>, clipRange: Float, on tape: Tape<Float>, into losses: inout PPOLosses
  ) -> Variable {
    let share = 1 / Float(minibatch.count)
    let (logProbability, entropy) = actor.distribution.evaluate(
      minibatch.actions.pointer + rows.lowerBound * actionSpace.storageWidth, under: outputs,
      mask: minibatch.mask(of: rows, on: tape), on: tape)
    let surrogate = tape.clippedSurrogate(
      logProbability, oldLogProbabilities: minibatch.logProbabilities.pointer + rows.lowerBound,
      advantages: minibatch.advantages.pointer + rows.lowerBound, clipRange: clipRange, scale: share)
    let entropySum = tape.sum(entropy)
    losses.policy = Double(tape.pointer(to: surrogate.loss)[0])
    losses.entropy = Double(tape.pointer(to: entropySum)[0] * share)
    losses.divergence = surrogate.divergenceSum * Double(share)
    losses.clipFraction = Double(surrogate.clippedCount) * Double(share)
    guard configuration.entropyCoefficient > 0 else { return surrogate.loss }
    return tape.add(surrogate.loss, tape.affine(entropySum, scale: -configuration.entropyCoefficient * share))
  }

  /// The weighted squared error of the values, as this share of the minibatch's mean.
  func valueLoss(
    _ values: Variable, rows: Range<Int>, on tape: Tape<Float>, into losses: inout PPOLosses
  ) -> Variable {
    let share = 1 / Float(minibatch.count)
    let old = UnsafePointer(minibatch.values.pointer + rows.lowerBound)
    let error = tape.squaredError(
      values, targets: minibatch.returns.pointer + rows.lowerBound,
      clip: configuration.valueClipRange.map { (old: old, range: $0) }, scale: share)
    losses.value = Double(tape.pointer(to: error)[0])
    return tape.affine(error, scale: configuration.valueCoefficient)
  }
}
