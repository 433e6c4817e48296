import RLCore

extension PPO {
  /// The settings in force during one update and the sums of what it did.
  struct Update {
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
      losses.policy += part.policy
      losses.value += part.value
      losses.entropy += part.entropy
      losses.divergence += part.divergence
      losses.clipFraction += part.clipFraction
    }

    mutating func addStep(gradientNorm norm: Double) {
      steps += 1
      gradientNorm += norm
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
}

extension PhaseClock {
  /// Adds the time that `body` takes to a phase.
  mutating func measure<Result>(_ name: String, _ body: () -> Result) -> Result {
    let started = now()
    let result = body()
    add(name, since: started)
    return result
  }
}
