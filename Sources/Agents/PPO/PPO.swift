import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Proximal policy optimisation (Schulman and others, 2017), with or without masks, for discrete, multi-discrete and
/// continuous actions.
///
/// The file reads in the order of the paper: act and record until the rollout is full, estimate advantages, then
/// epochs of minibatches; the losses of one minibatch are in `PPO+Losses.swift`.
public final class PPO<ActionType: PolicyAction>: Agent {
  /// The settings.
  public let configuration: PPOConfiguration
  /// Names, shapes and places of all parameters.
  public let layout: ParameterLayout
  /// All parameters in one block.
  public let parameters: AlignedBuffer<Float>
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ActionType.Domain
  /// How long each phase took so far.
  public internal(set) var phases = PhaseClock()

  let network: any ActorCritic
  let distribution: ActionType.Distribution
  let maskWidth: Int
  var optimizer: Adam
  var observationNormalizer: ObservationNormalizer?
  var returnNormalizer: ReturnNormalizer?
  var inspection: NumberInspection
  var rollout: RolloutBuffer
  var minibatch: Minibatch
  let lanes: Lanes
  private let actingTape: Tape<Float>

  /// An agent with fresh parameters.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - network: The blueprint of networks that the configuration cannot describe; `nil` takes its own.
  ///   - observationSpace: What is seen.
  ///   - actionSpace: What can be done.
  ///   - masksActions: Whether the environments ever mask.
  ///   - environments: How many environments it will act in while training.
  ///   - random: Where the initial parameters come from.
  /// - Throws: `ConfigurationError`.
  public init(
    _ configuration: PPOConfiguration = PPOConfiguration(), network: (any ActorCriticBlueprint)? = nil,
    observationSpace: ObservationSpace, actionSpace: ActionType.Domain, masksActions: Bool,
    environments: Int = 1, random: RandomStream
  ) throws(ConfigurationError) {
    try configuration.validate()
    var layout = ParameterLayout()
    let distribution = ActionType.Distribution(over: actionSpace, in: &layout)
    self.network = try (network ?? configuration.network).build(
      for: observationSpace, policyOutputs: distribution.outputs, in: &layout)
    self.configuration = configuration
    self.layout = layout
    self.distribution = distribution
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    maskWidth = masksActions ? actionSpace.maskWidth : 0
    parameters = layout.makeParameters(using: random.split("parameters"))
    optimizer = Adam(count: layout.count, epsilon: configuration.adamEpsilon)
    if configuration.normalizesObservations { observationNormalizer = ObservationNormalizer(space: observationSpace) }
    if configuration.normalizesReturns {
      returnNormalizer = ReturnNormalizer(environments: environments, discount: configuration.discount)
    }
    inspection = NumberInspection(environments: environments)
    rollout = RolloutBuffer(
      steps: configuration.rolloutSteps, environments: environments, width: observationSpace.width,
      storageWidth: actionSpace.storageWidth, maskWidth: maskWidth)
    minibatch = Minibatch(
      capacity: min(configuration.batchSize, rollout.rows), width: observationSpace.width,
      storageWidth: actionSpace.storageWidth, maskWidth: maskWidth)
    lanes = Lanes(parameters: parameters, isShared: self.network.sharesParameters, threads: configuration.threads)
    actingTape = Tape(parameters: parameters)
  }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  // MARK: Acting

  /// Draws or takes the best action of each row; exploring also notes what the update needs.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [ActionType] {
    phases.measure("act") {
      var values = observations.values
      if case .explore = mode { prepareToRecord(observations) }
      observationNormalizer?.normalize(&values)
      let choice = choose(values, masks: observations.masks, rows: observations.count, mode: mode, using: &random)
      if case .explore = mode {
        rollout.keepDecision(
          observations: values, masks: observations.masks, actions: choice.stored,
          logProbabilities: choice.logProbabilities)
      }
      return choice.actions
    }
  }

  private func prepareToRecord(_ observations: ObservationBatch) {
    precondition(
      (observations.count, observations.width, observations.maskWidth)
        == (rollout.environments, rollout.width, rollout.maskWidth),
      "the agent learns from \(rollout.environments) environments with \(rollout.width) values and "
        + "\(rollout.maskWidth) mask flags, was \(observations.count), \(observations.width) and "
        + "\(observations.maskWidth)")
    if rollout.isInterrupted(by: observations.isStart) { rollout.clear() }
    // One bad value would stay in the statistics for ever.
    if inspection.inspect(observations.values, "observation", stepsBefore: rollout.environments) {
      observationNormalizer?.observe(observations.values)
    }
  }

  private func choose(
    _ values: [Float], masks: [Bool], rows: Int, mode: ActingMode, using random: inout RandomStream
  ) -> (actions: [ActionType], stored: [Float], logProbabilities: [Float]) {
    let storage = actionSpace.storageWidth
    var stored = [Float](repeating: 0, count: rows * storage)
    var logs = [Float](repeating: 0, count: rows)
    actingTape.reset()
    let input = actingTape.constant(values, rows: rows, columns: observationSpace.width)
    let outputs = network.policy(input, on: actingTape)
    let mask = masks.isEmpty ? nil : masks.withUnsafeBufferPointer { actingTape.makeMask($0) }
    stored.withUnsafeMutableBufferPointer { stored in
      logs.withUnsafeMutableBufferPointer { logs in
        guard let storedStart = stored.baseAddress, let logsStart = logs.baseAddress else { return }
        distribution.choose(
          from: outputs, mask: mask, mode: mode, on: actingTape, actions: storedStart, logProbabilities: logsStart,
          using: &random)
      }
    }
    let actions = (0..<rows).map { row in
      distribution.action(stored: stored.span.extracting(row * storage..<(row + 1) * storage))
    }
    return (actions, stored, logs)
  }

  // MARK: Recording

  /// Adds a step to the rollout.
  public func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    var rewards = transitions.rewards
    if inspection.inspect(rewards, "reward") { returnNormalizer?.normalize(&rewards, ends: transitions.ends) }
    var finals: [Float] = []
    if transitions.ends.contains(.truncated) {
      finals = transitions.finalObservations
      inspection.inspect(finals, "final observation", where: { transitions.ends[$0] == .truncated })
      observationNormalizer?.normalize(&finals)
    }
    var last: [Float] = []
    if rollout.filled == rollout.steps - 1 {
      inspection.inspect(next.values, "observation")
      last = next.values
      observationNormalizer?.normalize(&last)
    }
    rollout.keepOutcome(rewards: rewards, ends: transitions.ends, finals: finals, next: last)
  }

  // MARK: Learning

  /// Updates where the rollout is full.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    if let error = inspection.error(at: progress) {
      inspection.clear()
      rollout.clear()
      throw error
    }
    guard rollout.isFull else { return nil }
    defer { rollout.clear() }
    let estimate = phases.measure("values") { estimateAdvantages() }
    var update = Update(fraction: progress.fraction, configuration: configuration)
    let before = LearnedState(parameters: parameters, optimizer: optimizer)
    do throws(AgentError) {
      try improve(with: estimate, update: &update, progress: progress, using: &random)
    } catch {
      before.restore(to: parameters, &optimizer)
      throw error
    }
    return update.report(
      explainedVariance: explainedVariance(predictions: estimate.values, targets: estimate.returns))
  }

  /// Epochs of minibatches, until the policy has moved too far.
  private func improve(
    with estimate: Estimate, update: inout Update, progress: TrainingProgress, using random: inout RandomStream
  ) throws(AgentError) {
    var order = Array(0..<rollout.rows)
    for _ in 0..<configuration.epochs {
      random.shuffle(&order)
      update.epochs += 1
      for start in stride(from: 0, to: order.count, by: configuration.batchSize) {
        let rows = order[start..<min(start + configuration.batchSize, order.count)]
        phases.measure("gather") {
          minibatch.gather(
            rows, of: rollout, advantages: estimate.advantages, returns: estimate.returns, values: estimate.values,
            normalizesAdvantages: configuration.normalizesAdvantages)
        }
        let losses = phases.measure("gradients") { gradients(clipRange: update.clipRange, using: &random) }
        update.add(losses)
        if let target = configuration.targetDivergence, losses.divergence > 1.5 * target { return }
        try phases.measure("optimizer") { () throws(AgentError) in try step(update: &update, progress: progress) }
      }
    }
  }

  /// What the value network makes of a rollout, one value for each row.
  private struct Estimate {
    let advantages: [Float]
    let returns: [Float]
    let values: [Float]
  }

  /// Values of the whole rollout in batches, then advantages and returns.
  private func estimateAdvantages() -> Estimate {
    let values = self.values(of: rollout.observations)
    let lastValues = self.values(of: rollout.lastObservations)
    var finalValues = [Float](repeating: 0, count: rollout.rows)
    for (row, value) in zip(rollout.truncatedRows, self.values(of: rollout.finalObservations)) {
      finalValues[row] = value
    }
    var advantages = [Float](repeating: 0, count: rollout.rows)
    var returns = advantages
    generalizedAdvantages(
      rewards: rollout.rewards, values: values, ends: rollout.ends, finalValues: finalValues, lastValues: lastValues,
      discount: configuration.discount, lambda: configuration.lambda, advantages: &advantages, returns: &returns)
    return Estimate(advantages: advantages, returns: returns, values: values)
  }

  /// The value of each observation as the networks see it, without recording.
  func values(of observations: [Float]) -> [Float] {
    let width = observationSpace.width
    let block = 512
    var values: [Float] = []
    values.reserveCapacity(observations.count / width)
    observations.withUnsafeBufferPointer { all in
      guard let start = all.baseAddress else { return }
      for row in stride(from: 0, to: all.count / width, by: block) {
        let rows = min(block, all.count / width - row)
        actingTape.reset()
        let input = actingTape.constant(borrowing: start + row * width, rows: rows, columns: width)
        values.append(contentsOf: actingTape.values(of: network.value(input, on: actingTape)))
      }
    }
    return values
  }

  /// Clips the gradient and moves the parameters.
  func step(update: inout Update, progress: TrainingProgress) throws(AgentError) {
    let squaredNorm = lanes.gradients.sumOfSquares(in: 0..<layout.count)
    guard squaredNorm.isFinite else {
      throw AgentError(quantity: "the gradient norm", step: progress.steps, found: "\(squaredNorm)")
    }
    optimizer.update(
      parameters, gradients: lanes.gradients, rate: update.learningRate,
      scale: gradientClipScale(squaredNorm: squaredNorm, limit: configuration.maximumGradientNorm))
    update.addStep(gradientNorm: squaredNorm.squareRoot())
  }
}
