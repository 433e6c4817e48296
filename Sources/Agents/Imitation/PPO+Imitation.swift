import RLCore
import Randomness
import Settings
import Tensors

/// An agent whose policy can be taught by demonstrations.
public protocol ImitatingAgent<ActionType>: Agent {
  /// Teaches the policy to do what was demonstrated, and the value to expect what came of it.
  ///
  /// It minimises −mean ln π(action | observation) over valid actions (behaviour cloning; Pomerleau 1989) and the squared
  /// error of the value. An unfinished rollout is dropped.
  ///
  /// - Parameters:
  ///   - demonstrations: At least one step, of the agent's spaces.
  ///   - settings: Passes, batches and rate.
  ///   - random: Shuffles.
  /// - Returns: `cloningLoss`, the mean loss of the last pass, and `agreement`, the share of demonstrations that the
  ///   policy holds best.
  /// - Throws: `ConfigurationError` for settings out of range, `AgentError` where numbers are no longer finite.
  func imitate(
    _ demonstrations: Demonstrations<ActionType>, _ settings: BehaviourCloning, random: RandomStream
  ) throws -> UpdateReport
}

extension PPO: ImitatingAgent {
  /// See ``ImitatingAgent/imitate(_:_:random:)``.
  ///
  /// Observations are not normalised by running statistics that have seen nothing yet: an agent that normalises
  /// observations takes the demonstrations in first. Adam starts afresh afterwards.
  public func imitate(
    _ demonstrations: Demonstrations<ActionType>, _ settings: BehaviourCloning, random: RandomStream
  ) throws -> UpdateReport {
    try settings.validate()
    let count = demonstrations.count
    try require(count > 0, "demonstrations", must: "hold a step", found: count)
    let width = observationSpace.width
    try require(
      demonstrations.observations.count == count * width && demonstrations.masks.count == count * rollout.maskWidth,
      "demonstrations", must: "have \(width) values and \(rollout.maskWidth) mask flags a step",
      found: "\(demonstrations.observations.count / count) and \(demonstrations.masks.count / count)")
    rollout.clear()
    intake.observationNormalizer?.observe(demonstrations.observations)
    let shown = try shown(demonstrations)
    let returns = demonstrations.returns(discount: configuration.discount)
    let ones = [Float](repeating: 1, count: count)
    learner.keep()
    var batch = Minibatch(
      capacity: min(settings.batchSize, count), width: width, storageWidth: actionSpace.storageWidth,
      maskWidth: rollout.maskWidth)
    let adam = Adam(count: layout.count, epsilon: configuration.adamEpsilon)
    var random = random
    var order = Array(0..<count)
    var meanLoss = 0.0
    for epoch in 0..<settings.epochs {
      random.shuffle(&order)
      meanLoss = 0
      for start in stride(from: 0, to: count, by: settings.batchSize) {
        let rows = order[start..<min(start + settings.batchSize, count)]
        batch.gather(
          rows, of: shown, advantages: ones, returns: returns, values: returns, normalizesAdvantages: false)
        let loss = cloningGradients(batch, random: random.split("dropout", epoch))
        let squaredNorm = learner.gradients.sumOfSquares(in: 0..<layout.count)
        guard squaredNorm.isFinite else {
          learner.rollBack()
          throw AgentError(quantity: "the gradient norm of cloning", step: 0, found: "\(squaredNorm)")
        }
        adam.update(
          parameters, gradients: learner.gradients, rate: settings.learningRate,
          scale: gradientClipScale(squaredNorm: squaredNorm, limit: configuration.maximumGradientNorm),
          sparing: learner.frozen.ranges)
        meanLoss += loss * Double(rows.count) / Double(count)
      }
    }
    var report = UpdateReport()
    report.add("cloningLoss", meanLoss)
    report.add("agreement", try agreement(with: demonstrations))
    return report
  }

  /// Demonstrations as a rollout of one environment, as the networks see them.
  private func shown(
    _ demonstrations: Demonstrations<ActionType>
  ) throws(ConfigurationError) -> RolloutBuffer {
    var shown = try RolloutBuffer(
      steps: demonstrations.count, environments: 1, space: observationSpace,
      storageWidth: actionSpace.storageWidth, maskWidth: rollout.maskWidth)
    let observations = intake.normalized(demonstrations.observations)
    let (width, storage, mask) = (shown.width, shown.storageWidth, shown.maskWidth)
    for step in 0..<demonstrations.count {
      shown.keepDecision(
        observations: Array(observations[step * width..<(step + 1) * width]),
        masks: Array(demonstrations.masks[step * mask..<(step + 1) * mask]),
        actions: Array(demonstrations.actions[step * storage..<(step + 1) * storage]), logProbabilities: [0])
      shown.keepOutcome(rewards: [demonstrations.rewards[step]], ends: [nil], finals: [], next: [])
    }
    return shown
  }

  /// The gradient of −mean ln π plus the weighted error of the value over a batch.
  ///
  /// - Returns: −mean ln π.
  private func cloningGradients(_ batch: Minibatch, random: RandomStream) -> Double {
    var policy = [0.0, 0.0]
    var losses = [PPOLosses(), PPOLosses()]
    let share = 1 / Float(batch.count)
    policy.withUnsafeMutableBufferPointer { policy in
      losses.withUnsafeMutableBufferPointer { losses in
        learner.lanes.differentiate(
          over: batch, through: network, dropout: random,
          policyLoss: { outputs, rows, tape, lane in
            let (logProbability, _) = distribution.evaluate(
              batch.actions.pointer + rows.lowerBound * actionSpace.storageWidth, under: outputs,
              mask: batch.mask(of: rows, on: tape), on: tape)
            let loss = tape.policyGradientLoss(
              logProbability, advantages: batch.advantages.pointer + rows.lowerBound, scale: share)
            policy[lane] = Double(tape.pointer(to: loss)[0])
            return loss
          },
          valueLoss: { values, rows, tape, lane in
            objective.valueLoss(values, of: batch, rows: rows, on: tape, into: &losses[lane])
          })
      }
    }
    return policy[0] + policy[1]
  }

  /// The share of demonstrations that the policy holds best.
  private func agreement(with demonstrations: Demonstrations<ActionType>) throws -> Double {
    var same = 0
    var unused = RandomStream(seed: 0)
    let (width, storage, mask) = (observationSpace.width, actionSpace.storageWidth, rollout.maskWidth)
    let block = 512
    for start in stride(from: 0, to: demonstrations.count, by: block) {
      let rows = start..<min(start + block, demonstrations.count)
      var batch = ObservationBatch(count: rows.count, width: width, maskWidth: mask)
      batch.values = Array(demonstrations.observations[rows.lowerBound * width..<rows.upperBound * width])
      batch.masks = Array(demonstrations.masks[rows.lowerBound * mask..<rows.upperBound * mask])
      for (row, action) in try act(on: batch, mode: .exploit, using: &unused).enumerated() {
        let place = (rows.lowerBound + row) * storage
        if action == ActionType(from: demonstrations.actions.span.extracting(place..<place + storage)) { same += 1 }
      }
    }
    return Double(same) / Double(max(demonstrations.count, 1))
  }
}
