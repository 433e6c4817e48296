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

  let actor: PolicyActor<ActionType>
  var recorder: RolloutRecorder
  var optimizer: Adam
  var minibatch: Minibatch
  let lanes: Lanes

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
    let network = try (network ?? configuration.network).build(
      for: observationSpace, policyOutputs: distribution.outputs, in: &layout)
    self.configuration = configuration
    self.layout = layout
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    parameters = layout.makeParameters(using: random.split("parameters"))
    optimizer = Adam(count: layout.count, epsilon: configuration.adamEpsilon)
    actor = PolicyActor(
      network: network, distribution: distribution, width: observationSpace.width,
      storageWidth: actionSpace.storageWidth, parameters: parameters)
    let rollout = RolloutBuffer(
      steps: configuration.rolloutSteps, environments: environments, width: observationSpace.width,
      storageWidth: actionSpace.storageWidth, maskWidth: masksActions ? actionSpace.maskWidth : 0)
    recorder = RolloutRecorder(
      rollout: rollout,
      normalizers: RolloutNormalizers(
        observations: configuration.normalizesObservations ? observationSpace : nil,
        returnsDiscountedBy: configuration.normalizesReturns ? configuration.discount : nil,
        environments: environments))
    minibatch = Minibatch(
      capacity: min(configuration.batchSize, rollout.rows), width: observationSpace.width,
      storageWidth: actionSpace.storageWidth, maskWidth: rollout.maskWidth)
    lanes = Lanes(parameters: parameters, isShared: network.sharesParameters, threads: configuration.threads)
  }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  // MARK: Acting

  /// Draws or takes the best action of each row; exploring also notes what the update needs.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [ActionType] {
    phases.measure("act") {
      switch mode {
      case .explore: actor.explore(observations, recording: &recorder, using: &random)
      case .exploit: actor.exploit(observations, normalizer: recorder.normalizers.observations, using: &random)
      }
    }
  }

  /// Adds a step to the rollout.
  public func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    recorder.keepOutcome(of: transitions, next: next)
  }

  // MARK: Learning

  /// Updates where the rollout is full.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    try recorder.requireFinite(at: progress)
    guard recorder.rollout.isFull else { return nil }
    defer { recorder.rollout.clear() }
    let estimate = phases.measure("values") {
      actor.estimate(recorder.rollout, discount: configuration.discount, lambda: configuration.lambda)
    }
    var update = Update(fraction: progress.fraction, configuration: configuration)
    let before = LearnedState(parameters: parameters, optimizer: optimizer)
    do throws(AgentError) {
      try improve(with: estimate, update: &update, progress: progress, using: &random)
    } catch {
      before.restore(to: parameters, &optimizer)
      throw error
    }
    return update.report(explainedVariance: estimate.explainedVariance)
  }

  /// Epochs of minibatches, until the policy has moved too far.
  private func improve(
    with estimate: RolloutEstimate, update: inout Update, progress: TrainingProgress, using random: inout RandomStream
  ) throws(AgentError) {
    var order = Array(0..<recorder.rollout.rows)
    for _ in 0..<configuration.epochs {
      random.shuffle(&order)
      update.epochs += 1
      for start in stride(from: 0, to: order.count, by: configuration.batchSize) {
        let rows = order[start..<min(start + configuration.batchSize, order.count)]
        phases.measure("gather") {
          minibatch.gather(
            rows, of: recorder.rollout, advantages: estimate.advantages, returns: estimate.returns,
            values: estimate.values, normalizesAdvantages: configuration.normalizesAdvantages)
        }
        let losses = phases.measure("gradients") { gradients(clipRange: update.clipRange, using: &random) }
        update.add(losses)
        if let target = configuration.targetDivergence, losses.divergence > 1.5 * target { return }
        try phases.measure("optimizer") { () throws(AgentError) in try step(update: &update, progress: progress) }
      }
    }
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
