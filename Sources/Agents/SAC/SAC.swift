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
public final class SAC: Agent {
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

  let scale: ActionScale
  let actor: Actor
  let critics: Critics
  var weight: EntropyWeight
  var experience: Experience
  /// Gradient steps taken.
  var gradientSteps = 0

  let batch: ReplayBatch
  private let pair: LanePair
  private let halves: RowHalves
  private let actingTape: Tape<Float>
  private let valuingTapes: [ValuingTapes]
  private let current: CriticInput
  private let improved: CriticInput
  private let following: CriticInput
  private let targets: AlignedBuffer<Float>
  /// Normal draws for the next actions and for the actions that the policy is improved with.
  private let noise: (next: AlignedBuffer<Float>, current: AlignedBuffer<Float>)

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
    scale = try ActionScale(context.actionSpace)
    let actor = try Actor(
      configuration.actor, observations: context.observationSpace, outputs: 2 * dimensions,
      epsilon: configuration.adamEpsilon, random: context.random)
    let critics = try Critics(
      configuration.critic, count: 2, observations: context.observationSpace, dimensions: dimensions,
      epsilon: configuration.adamEpsilon, random: context.random)
    self.actor = actor
    self.critics = critics
    weight = EntropyWeight(configuration.temperature, dimensions: dimensions, epsilon: configuration.adamEpsilon)
    experience = try Experience(
      configuration.replay, cadence: configuration.cadence, shape: ReplayShape(context),
      discount: configuration.discount)
    let rows = configuration.batchSize
    batch = experience.replay.makeBatch(count: rows)
    pair = LanePair(threads: configuration.threads)
    halves = RowHalves(rows: rows)
    actingTape = Tape(parameters: actor.parameters)
    valuingTapes = (0..<2).map { _ in
      ValuingTapes(
        policy: Tape(parameters: actor.parameters), targetCritics: Tape(parameters: critics.targets),
        critics: Tape(parameters: critics.parameters, differentiatesInputs: true))
    }
    func makeInput() -> CriticInput { CriticInput(rows: rows, observationWidth: width, dimensions: dimensions) }
    (current, improved, following) = (makeInput(), makeInput(), makeInput())
    targets = AlignedBuffer(count: rows)
    noise = (AlignedBuffer(count: rows * dimensions), AlignedBuffer(count: rows * dimensions))
  }

  /// Bytes of the replay buffer.
  public var experienceBytes: Int { experience.replay.bytes }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  // MARK: Acting

  /// Draws from the policy, or takes the mode of it; at first draws evenly from the whole action space.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) -> [ContinuousAction] {
    let dimensions = actionSpace.dimensions
    var stored = [Float](repeating: 0, count: observations.count * dimensions)
    let isExploring = mode == .explore
    if isExploring { experience.open(observations) }
    if isExploring && experience.isWarmingUp {
      for index in stored.indices { stored[index] = 2 * random.uniform() - 1 }
    } else {
      if isExploring { for index in stored.indices { stored[index] = Float(random.normal()) } }
      choose(observations, noise: &stored)
    }
    if isExploring { experience.keep(stored) }
    return scale.actions(stored)
  }

  /// Turns normal draws into actions of the policy; zeros into its modes.
  private func choose(_ observations: ObservationBatch, noise: inout [Float]) {
    actingTape.reset()
    let input = actingTape.constant(observations.values, rows: observations.count, columns: observations.width)
    let outputs = actor.network(input, on: actingTape)
    let count = noise.count
    noise.withUnsafeMutableBufferPointer { noise in
      guard let start = noise.baseAddress else { return }
      let (actions, _) = actingTape.squashedGaussian(outputs, noise: start)
      start.update(from: actingTape.pointer(to: actions), count: count)
    }
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
    var sums = SACFigures()
    for _ in 0..<count { sums += try improve(rate: rate, progress: progress, using: &random) }
    return sums.report(steps: count, learningRate: rate)
  }

  /// One gradient step of everything.
  func improve(
    rate: Float, progress: TrainingProgress, using random: inout RandomStream
  ) throws(AgentError) -> SACFigures {
    phases.measure("sample") { draw(using: &random) }
    let alpha = weight.value
    var figures = SACFigures()
    figures.temperature = Double(alpha)
    phases.measure("targets") { valueNextActions(alpha: alpha) }
    figures.criticLoss = phases.measure("critics") {
      critics.learn(
        current.values.pointer, values: targets.pointer, rows: batch.count, scale: 0.5 / Float(batch.count), on: pair)
    }
    gradientSteps += 1
    let share = gradientSteps % configuration.targetInterval == 0 ? configuration.targetShare : nil
    try phases.measure("optimizer") { () throws(AgentError) in
      try AgentError.require(
        finite: critics.step(rate: rate, targetShare: share), "the gradient norm of the critics", at: progress)
    }
    phases.measure("policy") { improvePolicy(alpha: alpha, figures: &figures) }
    try phases.measure("optimizer") { () throws(AgentError) in
      try AgentError.require(finite: actor.step(rate: rate), "the gradient norm of the policy", at: progress)
    }
    weight.step(meanLogProbability: Float(figures.logProbability), rate: rate)
    return figures
  }

  /// Draws transitions and the noise of a gradient step.
  private func draw(using random: inout RandomStream) {
    experience.replay.sample(into: batch, using: &random)
    current.fill(0..<batch.count, observations: batch.observations.pointer, actions: batch.actions.pointer)
    for buffer in [noise.next, noise.current] {
      for index in 0..<buffer.count { buffer.pointer[index] = Float(random.normal()) }
    }
  }

  /// y = r + γ·(min Q̄(s′, a′) − α·ln π(a′|s′)), a′ from the policy; after a termination nothing follows.
  private func valueNextActions(alpha: Float) {
    pair.runBoth { lane in
      let rows = halves[lane]
      guard !rows.isEmpty else { return }
      let (policy, critic) = (valuingTapes[lane].policy, valuingTapes[lane].targetCritics)
      policy.reset()
      critic.reset()
      let states = policy.constant(
        borrowing: batch.nextObservations.pointer + rows.lowerBound * observationSpace.width, rows: rows.count,
        columns: observationSpace.width)
      let (actions, logs) = policy.squashedGaussian(
        actor.network(states, on: policy), noise: noise.next.pointer + rows.lowerBound * actionSpace.dimensions)
      following.fill(rows, observations: batch.nextObservations.pointer, actions: policy.pointer(to: actions))
      let inputs = critic.constant(
        borrowing: following.start(of: rows.lowerBound), rows: rows.count, columns: following.width)
      let values = critic.pointer(to: critics.smallestValue(of: inputs, on: critic))
      let logProbabilities = policy.pointer(to: logs)
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
      actor.learn(on: pair) { lane, tape in
        let rows = halves[lane]
        guard !rows.isEmpty else { return }
        let states = tape.constant(
          borrowing: batch.observations.pointer + rows.lowerBound * observationSpace.width, rows: rows.count,
          columns: observationSpace.width)
        let (actions, logs) = tape.squashedGaussian(
          actor.network(states, on: tape), noise: noise.current.pointer + rows.lowerBound * actionSpace.dimensions)
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
