import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Twin delayed deep deterministic policy gradient (Fujimoto, van Hoof and Meger, "Addressing Function Approximation
/// Error in Actor-Critic Methods", 2018).
///
/// The file reads in the order of the paper: act with noise and remember; then for each gradient step value smoothed
/// next actions by the smaller of two target critics, improve both critics, and less often the policy and all targets.
/// Inside, an action lies in ±1.
public final class TD3: LearningAgent {
  /// What the agent does.
  public typealias ActionType = ContinuousAction

  /// The settings.
  public let configuration: TD3Configuration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ContinuousAction.Domain

  let policy: DeterministicPolicy
  let learner: DeterministicLearner
  /// What is added to the next actions, [rows × dimensions].
  let smoothing: AlignedBuffer<Float>

  /// An agent with fresh parameters.
  ///
  /// - Throws: `ConfigurationError`, also where the action space has no finite bounds.
  public init(
    _ configuration: TD3Configuration = TD3Configuration(), in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    observationSpace = context.observationSpace
    actionSpace = context.actionSpace
    policy = DeterministicPolicy(network: configuration.actor)
    learner = try DeterministicLearner(
      configuration,
      model: policy.makeModel(
        for: PolicySpaces(observations: context.observationSpace, actions: context.actionSpace)),
      critic: configuration.critic, criticCount: 2, in: context)
    smoothing = AlignedBuffer(count: configuration.batchSize * context.actionSpace.dimensions)
  }

  /// The learners of the policy and of the critics.
  public var learners: [Learner] { learner.learners }
  /// How long each phase took so far.
  public var phases: PhaseClock { learner.phases }
  /// Bytes of the replay buffer.
  public var experienceBytes: Int { learner.experience.replay.bytes }

  /// Forgets the times of the phases so far.
  public func resetPhases() { learner.phases = PhaseClock() }

  /// What it was made for.
  public var spaces: PolicySpaces<ContinuousAction>? {
    PolicySpaces(observations: observationSpace, actions: actionSpace)
  }

  /// What it acts with at this moment; the critics stay behind.
  public func snapshot() -> PolicySnapshot<ContinuousAction> {
    PolicySnapshot(
      of: TD3Recipe.id, blueprint: policy, model: learner.policy.runner.model,
      spaces: PolicySpaces(observations: observationSpace, actions: actionSpace),
      parameters: learner.policy.learner.parameters)
  }

  // MARK: Acting

  /// Takes the policy's action, while exploring with noise; at first draws evenly from the whole action space.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ContinuousAction] {
    try observations.require(observationSpace, actionSpace, finite: mode != .explore)
    return try learner.act(on: observations, mode: mode, using: &random)
  }

  // MARK: Recording

  /// Adds a step of every environment to the replay buffer.
  public func record(_ transitions: TransitionBatch<ContinuousAction>, next: ObservationBatch) {
    learner.experience.record(transitions, next: next)
  }

  // MARK: Learning

  /// Takes the gradient steps that fall due.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    try learner.learn(
      configuration, policyDelay: configuration.policyDelay, progress: progress, using: &random,
      draw: { draw(using: &$0) },
      improve: { rate, figures throws(AgentError) in
        try improve(rate: rate, progress: progress, figures: &figures)
      })
  }

  /// One gradient step of the critics on the batch and the noise that were drawn, and of the policy where its turn has
  /// come, which the targets follow.
  func improve(
    rate: Float, progress: TrainingProgress, figures: inout DeterministicFigures
  ) throws(AgentError) {
    try learner.improveCritics(smoothing: smoothing, rate: rate, progress: progress, figures: &figures)
    guard learner.gradientSteps % configuration.policyDelay == 0 else { return }
    try learner.improvePolicy(rate: rate, progress: progress, figures: &figures)
    learner.moveTargets(share: configuration.targetShare)
  }

  /// Draws transitions and the noise that smooths their targets.
  private func draw(using random: inout RandomStream) {
    learner.experience.replay.sample(into: learner.batch, using: &random)
    for index in 0..<smoothing.count { smoothing.pointer[index] = smoothingNoise(Float(random.normal())) }
  }

  /// Noise of a normal draw: scaled, and cut off on both sides.
  func smoothingNoise(_ draw: Float) -> Float {
    let limit = configuration.targetNoiseLimit
    return min(max(configuration.targetNoise * draw, -limit), limit)
  }

  // MARK: Checkpoints

  /// Archives the policy, or everything that training needs to resume bit for bit.
  public func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
    guard content == .training else { return try snapshot().archive() }
    var archive = try TensorArchive(
      of: TD3Recipe.id, content, policy: policy,
      for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    try learner.add(content, to: &archive)
    return archive
  }

  /// Takes over what ``archive(_:)`` gave; nothing changes where it does not fit.
  public func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
    try archive.require(
      TD3Recipe.id, policy: policy, for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    try learner.restore(content, from: archive)
  }
}
