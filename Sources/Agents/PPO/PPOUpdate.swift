import RLCore
import Tensors

/// The settings in force during one update of PPO and the sums of what it did.
struct PPOUpdate {
  let learningRate: Float
  let clipRange: Float
  var epochs = 0
  private var losses = PPOLosses()
  private var minibatches = 0
  private var steps = 0
  private var gradientNorm = 0.0

  init(fraction: Double, configuration: PPOConfiguration) {
    learningRate = configuration.learningRate.value(at: fraction)
    clipRange = configuration.clipRange.value(at: fraction)
  }

  mutating func add(_ part: PPOLosses) {
    minibatches += 1
    losses += part
  }

  /// Moves the parameters of a learner against the gradient that its lanes computed.
  ///
  /// - Throws: `AgentError` if the gradient is not finite; nothing has moved then.
  mutating func step(_ learner: Learner, limit: Double, at progress: TrainingProgress) throws(AgentError) {
    gradientNorm += try learner.step(rate: learningRate, limit: limit, at: progress)
    steps += 1
  }

  func report(explainedVariance: Double?) -> UpdateReport {
    let count = Double(max(minibatches, 1))
    var report = UpdateReport()
    report.add("policyLoss", losses.policy / count)
    report.add("valueLoss", losses.value / count)
    report.add("entropy", losses.entropy / count)
    report.add("divergence", losses.divergence / count)
    report.add("clipFraction", losses.clipFraction / count)
    if let explainedVariance { report.add("explainedVariance", explainedVariance) }
    report.add("gradientNorm", gradientNorm / Double(max(steps, 1)))
    report.add("learningRate", Double(learningRate))
    report.add("clipRange", Double(clipRange))
    report.add("epochs", Double(epochs))
    report.add("gradientSteps", Double(steps))
    return report
  }
}
