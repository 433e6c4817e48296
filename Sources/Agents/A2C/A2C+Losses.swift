import RLCore
import Randomness
import Tensors

/// The losses of one update, or of a share of its rows.
struct A2CLosses {
  var policy = 0.0
  var value = 0.0
  var entropy = 0.0

  static func += (sum: inout A2CLosses, part: A2CLosses) {
    sum.policy += part.policy
    sum.value += part.value
    sum.entropy += part.entropy
  }

  func report(explainedVariance: Double?, gradientNorm: Double, learningRate: Float) -> UpdateReport {
    var report = UpdateReport()
    report.add("policyLoss", policy)
    report.add("valueLoss", value)
    report.add("entropy", entropy)
    if let explainedVariance { report.add("explainedVariance", explainedVariance) }
    report.add("gradientNorm", gradientNorm)
    report.add("learningRate", Double(learningRate))
    return report
  }
}

extension A2C {
  /// Computes the gradient of the loss over the rollout, policy and value side by side.
  ///
  ///     L = −mean A·ln π − entropyCoefficient·mean H + valueCoefficient·mean (R − v)²
  func gradients(dropout: RandomStream) -> A2CLosses {
    var results = [A2CLosses](repeating: A2CLosses(), count: learner.lanes.count)
    results.withUnsafeMutableBufferPointer { results in
      learner.lanes.differentiate(
        over: minibatch, through: actor.network, dropout: dropout,
        policyLoss: { outputs, rows, tape, lane in
          policyLoss(outputs, rows: rows, on: tape, into: &results[lane])
        },
        valueLoss: { values, rows, tape, lane in valueLoss(values, rows: rows, on: tape, into: &results[lane]) })
    }
    return results.reduce(into: A2CLosses()) { $0 += $1 }
  }

  /// The policy gradient's loss less the entropy bonus, as this share of the mean over all rows.
  func policyLoss(
    _ outputs: Variable, rows: Range<Int>, on tape: Tape<Float>, into losses: inout A2CLosses
  ) -> Variable {
    let share = 1 / Float(minibatch.count)
    let (logProbability, entropy) = actor.distribution.evaluate(
      minibatch.actions.pointer + rows.lowerBound * actionSpace.storageWidth, under: outputs,
      mask: minibatch.mask(of: rows, on: tape), on: tape)
    let loss = tape.policyGradientLoss(
      logProbability, advantages: minibatch.advantages.pointer + rows.lowerBound, scale: share)
    let entropySum = tape.sum(entropy)
    losses.policy = Double(tape.pointer(to: loss)[0])
    losses.entropy = Double(tape.pointer(to: entropySum)[0] * share)
    guard configuration.entropyCoefficient > 0 else { return loss }
    return tape.add(loss, tape.affine(entropySum, scale: -configuration.entropyCoefficient * share))
  }

  /// The weighted squared error of the values, as this share of the mean over all rows.
  func valueLoss(
    _ values: Variable, rows: Range<Int>, on tape: Tape<Float>, into losses: inout A2CLosses
  ) -> Variable {
    let error = tape.squaredError(
      values, targets: minibatch.returns.pointer + rows.lowerBound, scale: 1 / Float(minibatch.count))
    losses.value = Double(tape.pointer(to: error)[0])
    return tape.affine(error, scale: configuration.valueCoefficient)
  }
}
