import RLCore
import Randomness
import Tensors

/// What one gradient step found, or one lane of it.
struct ValueLoss {
  /// Mean over the batch, weighted.
  var loss = 0.0
  /// Mean value of the choices that were taken.
  var meanValue = 0.0

  static func += (sum: inout ValueLoss, part: ValueLoss) {
    sum.loss += part.loss
    sum.meanValue += part.meanValue
  }
}

extension ValueLearner {
  /// The loop of both agents: copy the network into the target network when its time has come, then take the gradient steps that are due.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - progress: How far the run is.
  ///   - random: Draws batches.
  ///   - phases: Takes the times.
  ///   - gradients: Computes the gradient of the batch, and the errors of its rows in place of their priorities.
  /// - Returns: A report where gradient steps were taken.
  /// - Throws: `AgentError` if a number is not finite; the parameters are those before the update.
  func learn(
    _ configuration: some ValueLearningConfiguration, progress: TrainingProgress, using random: inout RandomStream,
    phases: inout PhaseClock, gradients: () -> ValueLoss
  ) throws(AgentError) -> UpdateReport? {
    try recorder.requireFiniteNumbers(at: progress)
    clock.fraction = progress.fraction
    let environments = recorder.environments
    let copiesNetwork = clock.advance(by: environments, interval: configuration.targetInterval)
    let due = configuration.cadence.due(after: clock.steps, added: environments)
    guard due > 0, replay.count > 0 else {
      if copiesNetwork { weights.moveTarget(share: 1) }
      return nil
    }
    replay.anneal(to: progress.fraction)
    let rate = configuration.learningRate.value(at: progress.fraction)
    var sum = ValueLoss()
    var norms = 0.0
    // A single step that fails has changed nothing yet.
    try (due > 1 || copiesNetwork ? [weights] : []).allOrNothing { () throws(AgentError) in
      if copiesNetwork { weights.moveTarget(share: 1) }
      for _ in 0..<due {
        phases.measure("sample") { replay.sample(into: batch, using: &random) }
        let found = phases.measure("gradients") { gradients() }
        norms += try phases.measure("optimizer") { () throws(AgentError) in
          try weights.step(loss: found.loss, rate: rate, limit: configuration.maximumGradientNorm, at: progress)
        }
        // Only now: errors that are not finite would spoil every later draw.
        replay.setPriorities(of: batch, errors: batch.priorities.pointer)
        sum += found
      }
    }
    return report(sum, norms: norms, steps: due, rate: rate, configuration)
  }

  private func report(
    _ sum: ValueLoss, norms: Double, steps: Int, rate: Float, _ configuration: some ValueLearningConfiguration
  ) -> UpdateReport {
    var report = UpdateReport()
    report.add("loss", sum.loss / Double(steps))
    report.add("meanValue", sum.meanValue / Double(steps))
    report.add("gradientNorm", norms / Double(steps))
    report.add("learningRate", Double(rate))
    report.add("epsilon", Double(epsilon(configuration)))
    report.add("gradientSteps", Double(steps))
    return report
  }

  /// ε of the next step: 1 while nothing is learnt yet, then what the schedule says.
  ///
  /// Samples of a policy that was read without the state of its training have the ε that training ends with.
  func epsilon(_ configuration: some ValueLearningConfiguration, mode: ActingMode = .explore) -> Float {
    if mode == .exploit { return 0 }
    if mode == .sample && clock.steps == 0 { return configuration.exploration.end }
    return clock.steps < configuration.cadence.learningStarts ? 1 : configuration.exploration.value(at: clock.fraction)
  }
}
