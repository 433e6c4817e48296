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
public final class PPO<ActionType: PolicyAction>: LearningAgent {
  /// The settings.
  public let configuration: PPOConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ActionType.Domain
  /// How long each phase took so far.
  public internal(set) var phases = PhaseClock()

  let policy: ActorCriticPolicy<ActionType>
  let actor: PolicyActor<ActionType>
  let learner: Learner
  let optimizer: Adam
  var intake: ExperienceIntake
  var rollout: RolloutBuffer
  var minibatch: Minibatch

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
    let blueprint = network ?? configuration.network
    let model = try ActorCriticModel(
      blueprint, noise: configuration.noise,
      for: PolicySpaces<ActionType>(observations: observationSpace, actions: actionSpace))
    let layout = model.layout
    policy = ActorCriticPolicy(blueprint, noise: configuration.noise)
    self.configuration = configuration
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    let optimizer = Adam(
      count: layout.count, epsilon: configuration.adamEpsilon, weightDecay: configuration.weightDecay)
    let learner = Learner(
      layout: layout, parameters: layout.makeParameters(using: random.split("parameters")), optimizer: optimizer,
      split: model.network.sharesParameters ? .rows : .parameters, pair: LanePair(threads: configuration.threads))
    self.optimizer = optimizer
    self.learner = learner
    actor = model.makeActor(over: learner.parameters)
    intake = ExperienceIntake(
      observationSpace: observationSpace, environments: environments, discount: configuration.discount,
      normalizesObservations: configuration.normalizesObservations,
      normalizesReturns: configuration.normalizesReturns)
    rollout = try RolloutBuffer(
      steps: configuration.rolloutSteps, environments: environments, space: observationSpace,
      storageWidth: actionSpace.storageWidth, maskWidth: masksActions ? actionSpace.maskWidth : 0)
    minibatch = Minibatch(
      capacity: min(configuration.batchSize, rollout.rows), width: observationSpace.width,
      storageWidth: actionSpace.storageWidth, maskWidth: rollout.maskWidth)
  }

  /// Names, shapes and places of all parameters.
  public var layout: ParameterLayout { learner.layout }
  /// All parameters in one block.
  public var parameters: AlignedBuffer<Float> { learner.parameters }
  /// The one learner, of policy and value.
  public var learners: [Learner] { [learner] }

  var network: any ActorCritic { actor.network }
  var distribution: ActionType.Distribution { actor.distribution }
  var observationNormalizer: ObservationNormalizer? { intake.observationNormalizer }
  var returnNormalizer: ReturnNormalizer? { intake.returnNormalizer }

  /// What an update minimises.
  var objective: PPOObjective<ActionType.Distribution> {
    PPOObjective(
      distribution: distribution, storageWidth: actionSpace.storageWidth,
      entropyCoefficient: configuration.entropyCoefficient, valueCoefficient: configuration.valueCoefficient,
      valueClipRange: configuration.valueClipRange)
  }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  /// What it was made for.
  public var spaces: PolicySpaces<ActionType>? { PolicySpaces(observations: observationSpace, actions: actionSpace) }

  /// What it acts with at this moment.
  public func snapshot() -> PolicySnapshot<ActionType> {
    PolicySnapshot(
      of: PPORecipe<ActionType>.id, blueprint: policy, model: actor.model, spaces: actor.model.spaces,
      parameters: parameters, normalizer: observationNormalizer)
  }

  /// Bytes that a full rollout takes.
  public var experienceBytes: Int { rollout.bytes }

  // MARK: Acting

  /// Draws or takes the best action of each row; exploring also notes what the update needs.
  @_specialize(where ActionType == DiscreteAction)
  @_specialize(where ActionType == ContinuousAction)
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    try observations.require(observationSpace, actionSpace, finite: mode != .explore)
    return try phases.measure("act") { () throws(PolicyError) in
      switch mode {
      case .explore:
        return try actor.explore(observations, through: &intake, keepingIn: &rollout, using: &random)
      case .exploit, .sample:
        var actions: [ActionType] = []
        actor.choose(for: intake.seen(observations), mode: mode, into: &actions, using: &random)
        return actions
      }
    }
  }

  // MARK: Recording

  /// Adds a step to the rollout.
  @_specialize(where ActionType == DiscreteAction)
  @_specialize(where ActionType == ContinuousAction)
  public func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    intake.keep(transitions, next: next, in: &rollout)
  }

  // MARK: Learning

  /// Updates where the rollout is full.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    if let error = intake.takeError(at: progress) {
      rollout.clear()
      throw error
    }
    guard rollout.isFull else { return nil }
    defer { rollout.clear() }
    let estimate = phases.measure("values") {
      actor.estimate(rollout, discount: configuration.discount, lambda: configuration.lambda)
    }
    var update = PPOUpdate(fraction: progress.fraction, configuration: configuration)
    try learners.allOrNothing { () throws(AgentError) in
      try improve(with: estimate, update: &update, progress: progress, using: &random)
    }
    return update.report(explainedVariance: estimate.explainedVariance)
  }

  /// Epochs of minibatches, until the policy has moved too far.
  private func improve(
    with estimate: AdvantageEstimate, update: inout PPOUpdate, progress: TrainingProgress,
    using random: inout RandomStream
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
        try phases.measure("optimizer") { () throws(AgentError) in
          try update.step(learner, limit: configuration.maximumGradientNorm, at: progress)
        }
      }
    }
  }
}
