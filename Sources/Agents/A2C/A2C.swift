import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Advantage actor-critic (Mnih and others, "Asynchronous Methods for Deep Reinforcement Learning", 2016, in its
/// synchronous form), with or without masks, for discrete, multi-discrete and continuous actions.
///
/// The file reads in the order of the paper: act for a few steps, take returns and advantages from what came of them,
/// then one gradient step over all rows; the losses are in `A2C+Losses.swift`.
public final class A2C<ActionType: PolicyAction>: LearningAgent {
  /// The settings.
  public let configuration: A2CConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ActionType.Domain
  /// How long each phase took so far.
  public private(set) var phases = PhaseClock()

  let policy: ActorCriticPolicy<ActionType>
  let actor: PolicyActor<ActionType>
  let learner: Learner
  var intake: ExperienceIntake
  var rollout: RolloutBuffer
  var minibatch: Minibatch
  private let rows: [Int]

  /// An agent with fresh parameters.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - network: The blueprint of networks that the configuration cannot describe; `nil` takes its own.
  ///   - context: The task.
  /// - Throws: `ConfigurationError`.
  public init(
    _ configuration: A2CConfiguration = A2CConfiguration(), network: (any ActorCriticBlueprint)? = nil,
    in context: AgentContext<ActionType>
  ) throws(ConfigurationError) {
    try configuration.validate()
    let blueprint = network ?? configuration.network
    let model = try ActorCriticModel(
      blueprint, noise: configuration.noise,
      for: PolicySpaces<ActionType>(observations: context.observationSpace, actions: context.actionSpace))
    let layout = model.layout
    policy = ActorCriticPolicy(blueprint, noise: configuration.noise)
    let (width, storageWidth) = (context.observationSpace.width, context.actionSpace.storageWidth)
    self.configuration = configuration
    observationSpace = context.observationSpace
    actionSpace = context.actionSpace
    let learner = Learner(
      layout: layout, parameters: layout.makeParameters(using: context.random.split("parameters")),
      optimizer: configuration.optimizer.make(count: layout.count),
      split: model.network.sharesParameters ? .rows : .parameters, pair: LanePair(threads: configuration.threads))
    self.learner = learner
    actor = model.makeActor(over: learner.parameters)
    intake = ExperienceIntake(
      observationSpace: observationSpace, environments: context.environments, discount: configuration.discount,
      normalizesObservations: configuration.normalizesObservations,
      normalizesReturns: configuration.normalizesReturns)
    rollout = try RolloutBuffer(
      steps: configuration.rolloutSteps, environments: context.environments, space: context.observationSpace,
      storageWidth: storageWidth, maskWidth: context.maskWidth)
    rows = Array(0..<rollout.rows)
    minibatch = Minibatch(
      capacity: rollout.rows, width: width, storageWidth: storageWidth, maskWidth: context.maskWidth)
  }

  /// An agent that fits some environments: their spaces, their masks and their number.
  ///
  /// - Throws: `ConfigurationError`.
  public convenience init<E: Environments>(
    _ configuration: A2CConfiguration = A2CConfiguration(), network: (any ActorCriticBlueprint)? = nil,
    for environments: E, random: RandomStream
  ) throws(ConfigurationError) where E.ActionType == ActionType {
    try self.init(configuration, network: network, in: AgentContext(environments, random: random))
  }

  /// Names, shapes and places of all parameters.
  public var layout: ParameterLayout { learner.layout }
  /// All parameters in one block.
  public var parameters: AlignedBuffer<Float> { learner.parameters }
  /// The one learner, of policy and value.
  public var learners: [Learner] { [learner] }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  /// What it was made for.
  public var spaces: PolicySpaces<ActionType>? { PolicySpaces(observations: observationSpace, actions: actionSpace) }

  /// What it acts with at this moment.
  public func snapshot() -> PolicySnapshot<ActionType> {
    PolicySnapshot(
      of: A2CRecipe<ActionType>.id, blueprint: policy, model: actor.model, spaces: actor.model.spaces,
      parameters: parameters, normalizer: intake.observationNormalizer)
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
    switch mode {
    case .explore:
      return try actor.explore(observations, through: &intake, keepingIn: &rollout, using: &random)
    case .exploit, .sample:
      var actions: [ActionType] = []
      actor.choose(for: intake.seen(observations), mode: mode, into: &actions, using: &random)
      return actions
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

  /// Takes one gradient step where the rollout is full.
  @_specialize(where ActionType == DiscreteAction)
  @_specialize(where ActionType == ContinuousAction)
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
    minibatch.gather(
      rows[...], of: rollout, advantages: estimate.advantages, returns: estimate.returns, values: estimate.values,
      normalizesAdvantages: configuration.normalizesAdvantages)
    let losses = phases.measure("gradients") { gradients(dropout: random.split("dropout")) }
    let rate = configuration.learningRate.value(at: progress.fraction)
    let norm = try phases.measure("optimizer") { () throws(AgentError) in
      try learner.step(rate: rate, limit: configuration.maximumGradientNorm, at: progress)
    }
    return losses.report(explainedVariance: estimate.explainedVariance, gradientNorm: norm, learningRate: rate)
  }
}
