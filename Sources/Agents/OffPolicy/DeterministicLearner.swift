import Networks
import RLCore
import Randomness
import Settings
import Tensors

/// What TD3 and DDPG have in common: a deterministic policy and critics with their targets, noise to explore with,
/// experience, and the round of gradient steps that falls due.
///
/// The agents themselves say in which order, and how often, what is improved.
final class DeterministicLearner {
  let policy: DeterministicActor
  let critics: Critics
  var explorer: NoisyExplorer
  var experience: Experience
  /// Gradient steps of the critics.
  var gradientSteps = 0
  /// How long each phase took so far.
  var phases = PhaseClock()

  let batch: ReplayBatch
  private let current: CriticInput
  /// What the critics are to say of each row of the batch.
  let targets: AlignedBuffer<Float>

  /// Memory and fresh parameters for a task.
  ///
  /// - Parameters:
  ///   - configuration: The settings, validated.
  ///   - model: The policy.
  ///   - critic: Network of each critic.
  ///   - criticCount: 1 or 2.
  ///   - context: The task.
  /// - Throws: `ConfigurationError`, also where the action space has no finite bounds.
  init(
    _ configuration: some DeterministicConfiguration, model: DeterministicModel, critic: any NetworkBlueprint,
    criticCount: Int, in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) {
    let (rows, dimensions) = (configuration.batchSize, context.actionSpace.dimensions)
    let pair = LanePair(threads: configuration.threads)
    explorer = try NoisyExplorer(configuration.explorationNoise, context: context)
    critics = try Critics(
      critic, count: criticCount, observations: context.observationSpace, dimensions: dimensions,
      epsilon: configuration.adamEpsilon, weightDecay: configuration.weightDecay, random: context.random, pair: pair)
    policy = DeterministicActor(
      model, context: context, critics: critics, rows: rows, epsilon: configuration.adamEpsilon,
      weightDecay: configuration.weightDecay, pair: pair)
    experience = try Experience(
      configuration.replay, cadence: configuration.cadence, shape: ReplayShape(context),
      discount: configuration.discount)
    batch = experience.replay.makeBatch(count: rows)
    current = CriticInput(rows: rows, observationWidth: context.observationSpace.width, dimensions: dimensions)
    targets = AlignedBuffer(count: rows)
  }

  var learners: [Learner] { [policy.learner, critics.learner] }

  /// Takes the policy's action, while exploring with noise; at first draws evenly from the whole action space.
  func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ContinuousAction] {
    try explorer.act(on: observations, mode: mode, policy: policy, experience: &experience, using: &random)
  }

  /// Takes the gradient steps that fall due, all of them or none.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - policyDelay: Gradient steps of the critics for one of the policy.
  ///   - progress: How far the run is.
  ///   - random: Draws batches and noise.
  ///   - draw: Draws what a gradient step needs.
  ///   - improve: Takes a gradient step at a learning rate; targets move at its end.
  /// - Returns: A report if gradient steps were taken.
  /// - Throws: `AgentError` if a number is not finite; parameters, targets and moments are then as before the call.
  func learn(
    _ configuration: some DeterministicConfiguration, policyDelay: Int, progress: TrainingProgress,
    using random: inout RandomStream, draw: (inout RandomStream) -> Void,
    improve: (Float, inout DeterministicFigures) throws(AgentError) -> Void
  ) throws(AgentError) -> UpdateReport? {
    let count = try experience.takeDueGradientSteps(at: progress)
    guard count > 0 else { return nil }
    let rate = configuration.learningRate.value(at: progress.fraction)
    var figures = DeterministicFigures()
    let stepsBefore = gradientSteps
    // In a single step nothing but the critics has moved when the policy's step may still fail.
    let movesPolicy = (gradientSteps + 1) % policyDelay == 0
    let moved = count > 1 ? learners : movesPolicy ? [critics.learner] : []
    do throws(AgentError) {
      try moved.allOrNothing(keepingTargets: count > 1) { () throws(AgentError) in
        for _ in 0..<count {
          phases.measure("sample") { draw(&random) }
          try improve(rate, &figures)
        }
      }
    } catch {
      gradientSteps = stepsBefore
      throw error
    }
    return figures.report(learningRate: rate)
  }

  /// Values the next actions, and improves the critics on the batch that was drawn.
  ///
  /// - Parameters:
  ///   - smoothing: What is added to the next actions, [rows × dimensions], or `nil`.
  ///   - rate: The learning rate.
  ///   - progress: How far the run is.
  ///   - figures: Receives the loss.
  /// - Throws: `AgentError` if the gradient is not finite; the critics have not moved then.
  func improveCritics(
    smoothing: AlignedBuffer<Float>?, rate: Float, progress: TrainingProgress, figures: inout DeterministicFigures
  ) throws(AgentError) {
    phases.measure("targets") {
      policy.valueNextActions(batch, critics: critics, smoothing: smoothing?.pointer, into: targets.pointer)
    }
    let loss = phases.measure("critics") {
      current.fill(0..<batch.count, observations: batch.observations.pointer, actions: batch.actions.pointer)
      return critics.learn(
        current.values.pointer, values: targets.pointer, rows: batch.count, scale: 1 / Float(batch.count))
    }
    gradientSteps += 1
    figures.add(criticLoss: loss)
    try phases.measure("optimizer") { () throws(AgentError) in
      _ = try critics.learner.step(
        rate: rate, of: critics.networks.count == 1 ? "critic" : "critics", at: progress)
    }
  }

  /// Improves the policy by the gradient of the first critic.
  ///
  /// - Throws: `AgentError` if the gradient is not finite; the policy has not moved then.
  func improvePolicy(
    rate: Float, progress: TrainingProgress, figures: inout DeterministicFigures
  ) throws(AgentError) {
    figures.add(value: phases.measure("policy") { policy.ascend(batch, critics: critics) })
    try phases.measure("optimizer") { () throws(AgentError) in
      _ = try policy.learner.step(rate: rate, of: "policy", at: progress)
    }
  }

  /// Moves all targets a share of the way to what they follow.
  func moveTargets(share: Float) {
    phases.measure("optimizer") { for learner in learners { learner.moveTarget(share: share) } }
  }
}
