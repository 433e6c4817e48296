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

  /// Clips the gradient and moves the parameters.
  ///
  /// - Parameters:
  ///   - parameters: What moves.
  ///   - gradients: Laid out alike.
  ///   - frozen: What does not move.
  ///   - optimizer: Keeps the moments.
  ///   - limit: Of the gradient's norm.
  ///   - progress: When it happens.
  /// - Throws: `AgentError` where the gradient is not finite; nothing has moved then.
  mutating func takeStep(
    on parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, frozen: FrozenParameters,
    optimizer: inout Adam, limit: Double, progress: TrainingProgress
  ) throws(AgentError) {
    frozen.silence(gradients)
    let squaredNorm = gradients.sumOfSquares(in: 0..<gradients.count)
    guard squaredNorm.isFinite else {
      throw AgentError(quantity: "the gradient norm", step: progress.steps, found: "\(squaredNorm)")
    }
    optimizer.update(
      parameters, gradients: gradients, rate: learningRate,
      scale: gradientClipScale(squaredNorm: squaredNorm, limit: limit))
    steps += 1
    gradientNorm += squaredNorm.squareRoot()
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

/// Everything that gradient steps change, to go back to where an update fails half-way.
struct LearnedState {
  private let parameters: [Float]
  private let step: Int
  private let firstMoment: [Float]
  private let secondMoment: [Float]

  init(parameters: AlignedBuffer<Float>, optimizer: Adam) {
    self.parameters = Array(parameters.values)
    step = optimizer.step
    firstMoment = Array(optimizer.firstMoment.values)
    secondMoment = Array(optimizer.secondMoment.values)
  }

  func restore(to parameters: AlignedBuffer<Float>, _ optimizer: inout Adam) {
    _ = parameters.values.update(fromContentsOf: self.parameters)
    optimizer.restore(step: step, firstMoment: firstMoment, secondMoment: secondMoment)
  }
}
