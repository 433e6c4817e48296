import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Soft actor-critic for continuous actions (Haarnoja and others, "Soft Actor-Critic Algorithms and Applications", 2018).
///
/// The file reads in the order of the paper: act and remember; then for each gradient step draw transitions, value
/// them, improve the critics, improve the policy, adapt the temperature, and let the target critics follow. Inside, an
/// action lies in ±1.
public final class SAC: LearningAgent {
  /// What the agent does.
  public typealias ActionType = ContinuousAction

  /// The settings.
  public let configuration: SACConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ContinuousAction.Domain
  /// How long each phase took so far.
  public private(set) var phases = PhaseClock()

  let blueprint: SquashedGaussianPolicy
  let runner: SquashedGaussianRunner
  let actor: Learner
  let critics: Critics
  var weight: EntropyWeight
  var experience: Experience
  /// Keeps the functions of state-dependent noise, where there is such.
  var explorer: SmoothExplorer
  /// Gradient steps taken.
  var gradientSteps = 0

  let batch: ReplayBatch
  private let pair: LanePair
  private let valuingTapes: [ValuingTapes]
  private let current: CriticInput
  private let improved: CriticInput
  private let following: CriticInput
  /// What the critics are to say of each row of the batch.
  let targets: AlignedBuffer<Float>
  /// Normal draws for the next actions and for the actions that the policy is improved with.
  let noise: (next: AlignedBuffer<Float>, current: AlignedBuffer<Float>)

  /// What values the actions of one half of the rows.
  private struct ValuingTapes {
    let policy: Tape<Float>
    let targetCritics: Tape<Float>
    /// Differentiates the critics with respect to the action, not to their parameters.
    let critics: Tape<Float>
  }

  /// An agent with fresh parameters.
  ///
  /// - Throws: `ConfigurationError`, also where the action space has no finite bounds.
  public init(
    _ configuration: SACConfiguration = SACConfiguration(), in context: AgentContext<ContinuousAction>
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    observationSpace = context.observationSpace
    actionSpace = context.actionSpace
    let (width, dimensions) = (context.observationSpace.width, context.actionSpace.dimensions)
    blueprint = SquashedGaussianPolicy(configuration)
    let model = try blueprint.makeModel(
      for: PolicySpaces(observations: context.observationSpace, actions: context.actionSpace))
    let (policy, layout) = (model.policy, model.layout)
    let pair = LanePair(threads: configuration.threads)
    let actor = Learner(
      "actor", layout: layout, parameters: layout.makeParameters(using: context.random.split("actor")),
      optimizer: Adam(
        count: layout.count, epsilon: configuration.adamEpsilon, weightDecay: configuration.weightDecay),
      split: .rows, pair: pair)
    let critics = try Critics(
      configuration.critic, count: 2, observations: context.observationSpace, dimensions: dimensions,
      epsilon: configuration.adamEpsilon, weightDecay: configuration.weightDecay, random: context.random, pair: pair)
    self.actor = actor
    runner = SquashedGaussianRunner(model, over: actor.parameters)
    self.critics = critics
    weight = EntropyWeight(configuration.temperature, dimensions: dimensions, epsilon: configuration.adamEpsilon)
    experience = try Experience(
      configuration.replay, cadence: configuration.cadence, shape: ReplayShape(context),
      discount: configuration.discount)
    let rows = configuration.batchSize
    batch = experience.replay.makeBatch(count: rows)
    self.pair = pair
    valuingTapes = (0..<2).map { _ in
      ValuingTapes(
        policy: Tape(parameters: actor.parameters), targetCritics: Tape(parameters: critics.targets),
        critics: Tape(parameters: critics.parameters, differentiatesInputs: true))
    }
    func makeInput() -> CriticInput { CriticInput(rows: rows, observationWidth: width, dimensions: dimensions) }
    (current, improved, following) = (makeInput(), makeInput(), makeInput())
    targets = AlignedBuffer(count: rows)
    let draws = policy.drawCount(rows: rows)
    noise = (AlignedBuffer(count: draws), AlignedBuffer(count: draws))
    explorer = SmoothExplorer(policy.stateDependentNoise)
  }

  /// The learners of the policy and of the critics.
  public var learners: [Learner] { [actor, critics.learner] }
  /// Bytes of the replay buffer.
  public var experienceBytes: Int { experience.replay.bytes }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  /// What it was made for.
  public var spaces: PolicySpaces<ContinuousAction>? {
    PolicySpaces(observations: observationSpace, actions: actionSpace)
  }

  var policy: SquashedPolicy { runner.model.policy }
  private var scale: ActionScale { runner.model.scale }

  /// What it acts with at this moment; the critics stay behind.
  public func snapshot() -> PolicySnapshot<ContinuousAction> {
    PolicySnapshot(
      of: SACRecipe.id, blueprint: blueprint, model: runner.model,
      spaces: PolicySpaces(observations: observationSpace, actions: actionSpace), parameters: actor.parameters)
  }

  // MARK: Acting

  /// Draws from the policy, or takes the mode of it; at first draws evenly from the whole action space.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ContinuousAction] {
    try observations.require(observationSpace, actionSpace, finite: mode != .explore)
    guard mode == .explore else {
      var actions: [ContinuousAction] = []
      runner.choose(for: observations, mode: mode, into: &actions, using: &random)
      return actions
    }
    try experience.open(observations)
    let stored: [Float]
    if experience.isWarmingUp {
      stored = (0..<observations.count * actionSpace.dimensions).map { _ in 2 * random.uniform() - 1 }
    } else {
      let noise = explorer.noise(
        environments: observations.count, parameters: actor.parameters, using: &random)
      stored = runner.stored(for: observations, mode: mode, noise: noise, using: &random)
    }
    experience.keep(stored)
    return scale.actions(stored)
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
    explorer.restart()
    let rate = configuration.learningRate.value(at: progress.fraction)
    var sums = SACFigures()
    let stepsBefore = gradientSteps
    // In a single step nothing but the critics has moved when the policy's step may still fail.
    let moved = count > 1 ? learners + weight.learners : [critics.learner]
    do throws(AgentError) {
      try moved.allOrNothing(keepingTargets: count > 1) { () throws(AgentError) in
        for _ in 0..<count {
          phases.measure("sample") { draw(using: &random) }
          sums += try improve(rate: rate, progress: progress)
        }
      }
    } catch {
      gradientSteps = stepsBefore
      throw error
    }
    return sums.report(steps: count, learningRate: rate)
  }

  /// One gradient step of everything on the batch and the noise that were drawn.
  func improve(rate: Float, progress: TrainingProgress) throws(AgentError) -> SACFigures {
    let alpha = weight.value
    var figures = SACFigures()
    figures.temperature = Double(alpha)
    phases.measure("targets") { valueNextActions(alpha: alpha) }
    figures.criticLoss = phases.measure("critics") {
      current.fill(0..<batch.count, observations: batch.observations.pointer, actions: batch.actions.pointer)
      return critics.learn(
        current.values.pointer, values: targets.pointer, rows: batch.count, scale: 0.5 / Float(batch.count))
    }
    gradientSteps += 1
    try phases.measure("optimizer") { () throws(AgentError) in
      _ = try critics.learner.step(rate: rate, of: "critics", at: progress)
    }
    phases.measure("policy") { improvePolicy(alpha: alpha, figures: &figures) }
    try phases.measure("optimizer") { () throws(AgentError) in
      _ = try actor.step(rate: rate, of: "policy", at: progress)
      if gradientSteps % configuration.targetInterval == 0 {
        critics.learner.moveTarget(share: configuration.targetShare)
      }
    }
    weight.step(meanLogProbability: Float(figures.logProbability), rate: rate)
    return figures
  }

  /// Draws transitions and the noise of a gradient step.
  private func draw(using random: inout RandomStream) {
    experience.replay.sample(into: batch, using: &random)
    random.fillNormal(noise.current.values)
    // State-dependent noise has one function for both: what follows is drawn as what is improved.
    if policy.stateDependentNoise == nil {
      random.fillNormal(noise.next.values)
    } else {
      noise.next.assign(from: noise.current)
    }
  }

  /// y = r + γ·(min Q̄(s′, a′) − α·ln π(a′|s′)), a′ from the policy; after a termination nothing follows.
  private func valueNextActions(alpha: Float) {
    pair.runBoth { lane in
      let rows = actor.lanes.rows(of: lane, in: batch.count)
      guard !rows.isEmpty else { return }
      let (tape, critic) = (valuingTapes[lane].policy, valuingTapes[lane].targetCritics)
      tape.reset()
      critic.reset()
      let states = tape.constant(
        borrowing: batch.nextObservations.pointer + rows.lowerBound * observationSpace.width, rows: rows.count,
        columns: observationSpace.width)
      let (actions, logs) = policy.sample(
        states, draws: policy.draws(noise.next.pointer, from: rows.lowerBound), on: tape)
      following.fill(rows, observations: batch.nextObservations.pointer, actions: tape.pointer(to: actions))
      let inputs = critic.constant(
        borrowing: following.start(of: rows.lowerBound), rows: rows.count, columns: following.width)
      let values = critic.pointer(to: critics.smallestValue(of: inputs, on: critic))
      let logProbabilities = tape.pointer(to: logs)
      for (index, row) in rows.enumerated() {
        let value = values[index] - alpha * logProbabilities[index]
        targets.pointer[row] = batch.rewards.pointer[row] + batch.discounts.pointer[row] * value
      }
    }
  }

  /// Computes the gradient of mean(α·ln π(a|s) − min Q(s, a)), a from the policy.
  private func improvePolicy(alpha: Float, figures: inout SACFigures) {
    let share = 1 / Float(batch.count)
    var sums = [(logs: Float, values: Float)](repeating: (0, 0), count: 2)
    sums.withUnsafeMutableBufferPointer { sums in
      actor.lanes.run { lane, tape in
        let rows = actor.lanes.rows(of: lane, in: batch.count)
        guard !rows.isEmpty else { return }
        let states = tape.constant(
          borrowing: batch.observations.pointer + rows.lowerBound * observationSpace.width, rows: rows.count,
          columns: observationSpace.width)
        let (actions, logs) = policy.sample(
          states, draws: policy.draws(noise.current.pointer, from: rows.lowerBound), on: tape)
        improved.fill(rows, observations: batch.observations.pointer, actions: tape.pointer(to: actions))
        let critic = valuingTapes[lane].critics
        critic.reset()
        let inputs = critic.input(improved.start(of: rows.lowerBound), rows: rows.count, columns: improved.width)
        let value = critic.sum(critics.smallestValue(of: inputs, on: critic))
        critic.backward(from: critic.affine(value, scale: -share))
        let slopes = tape.makeScratch(count: actions.count)
        improved.actionColumns(of: critic.gradient(of: inputs), rows: rows.count, to: slopes)
        let logSum = tape.sum(logs)
        let throughActions = tape.sum(
          tape.multiply(actions, tape.constant(borrowing: slopes, rows: rows.count, columns: actions.columns)))
        tape.backward(from: tape.add(throughActions, tape.affine(logSum, scale: alpha * share)))
        sums[lane] = (tape.pointer(to: logSum)[0], critic.pointer(to: value)[0])
      }
    }
    figures.logProbability = Double((sums[0].logs + sums[1].logs) * share)
    figures.value = Double((sums[0].values + sums[1].values) * share)
    figures.policyLoss = Double(alpha) * figures.logProbability - figures.value
  }
}
