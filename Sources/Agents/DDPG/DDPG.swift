import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Deep deterministic policy gradient (Lillicrap and others, "Continuous Control with Deep Reinforcement Learning", 2016).
///
/// The file reads in the order of the paper: act with noise and remember; then for each gradient step value the next
/// actions by the targets, improve the critic, improve the policy, and let the targets follow. Inside, an action lies
/// in ±1.
public final class DDPG: Agent {
  /// What the agent does.
  public typealias ActionType = ContinuousAction

  /// The settings.
  public let configuration: DDPGConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ContinuousAction.Domain
  /// How long each phase took so far.
  public private(set) var phases = PhaseClock()

  let policy: DeterministicActor
  let critics: Critics
  var explorer: NoisyExplorer
  var experience: Experience
  /// Gradient steps taken.
  var gradientSteps = 0

  let batch: ReplayBatch
  private let pair: LanePair
  private let current: CriticInput
  /// What the critic is to say of each row of the batch.
  let targets: AlignedBuffer<Float>

  /// An agent with fresh parameters.
  ///
  /// - Throws: `ConfigurationError`, also where the action space has no finite bounds.
  public init(
    _ configuration: DDPGConfiguration = DDPGConfiguration(), in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    observationSpace = context.observationSpace
    actionSpace = context.actionSpace
    let (rows, dimensions) = (configuration.batchSize, context.actionSpace.dimensions)
    explorer = try NoisyExplorer(configuration.explorationNoise, context: context)
    critics = try Critics(
      configuration.critic, count: 1, observations: context.observationSpace, dimensions: dimensions,
      epsilon: configuration.adamEpsilon, random: context.random)
    policy = try DeterministicActor(
      configuration.actor, context: context, critics: critics, rows: rows, epsilon: configuration.adamEpsilon)
    experience = try Experience(
      configuration.replay, cadence: configuration.cadence, shape: ReplayShape(context),
      discount: configuration.discount)
    batch = experience.replay.makeBatch(count: rows)
    pair = LanePair(threads: configuration.threads)
    current = CriticInput(rows: rows, observationWidth: context.observationSpace.width, dimensions: dimensions)
    targets = AlignedBuffer(count: rows)
  }

  /// Bytes of the replay buffer.
  public var experienceBytes: Int { experience.replay.bytes }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  /// What it was made for.
  public var spaces: PolicySpaces<ContinuousAction>? {
    PolicySpaces(observations: observationSpace, actions: actionSpace)
  }

  // MARK: Acting

  /// Takes the policy's action, while exploring with noise; at first draws evenly from the whole action space.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ContinuousAction] {
    try observations.require(observationSpace, actionSpace, finite: mode != .explore)
    return try explorer.act(on: observations, mode: mode, policy: policy, experience: &experience, using: &random)
  }

  // MARK: Recording

  /// Adds a step of every environment to the replay buffer.
  public func record(_ transitions: TransitionBatch<ContinuousAction>, next: ObservationBatch) {
    experience.record(transitions, next: next)
  }

  // MARK: Learning

  /// Takes the gradient steps that fall due.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    let count = try experience.takeDueGradientSteps(at: progress)
    guard count > 0 else { return nil }
    let rate = configuration.learningRate.value(at: progress.fraction)
    var figures = DeterministicFigures()
    for _ in 0..<count {
      phases.measure("sample") { experience.replay.sample(into: batch, using: &random) }
      try improve(rate: rate, progress: progress, figures: &figures)
    }
    return figures.report(learningRate: rate)
  }

  /// One gradient step of the critic on the batch that was drawn, then of the policy.
  func improve(
    rate: Float, progress: TrainingProgress, figures: inout DeterministicFigures
  ) throws(AgentError) {
    phases.measure("targets") {
      policy.valueNextActions(batch, critics: critics, smoothing: nil, on: pair, into: targets.pointer)
    }
    let loss = phases.measure("critics") {
      current.fill(0..<batch.count, observations: batch.observations.pointer, actions: batch.actions.pointer)
      return critics.learn(
        current.values.pointer, values: targets.pointer, rows: batch.count, scale: 1 / Float(batch.count), on: pair)
    }
    gradientSteps += 1
    figures.add(criticLoss: loss)
    try phases.measure("optimizer") { () throws(AgentError) in
      try AgentError.require(
        finite: critics.step(rate: rate, targetShare: configuration.targetShare), "the gradient norm of the critic",
        at: progress)
    }
    figures.add(value: phases.measure("policy") { policy.ascend(batch, critics: critics, on: pair) })
    try phases.measure("optimizer") { () throws(AgentError) in
      try AgentError.require(
        finite: policy.step(rate: rate, targetShare: configuration.targetShare), "the gradient norm of the policy",
        at: progress)
    }
  }
}
