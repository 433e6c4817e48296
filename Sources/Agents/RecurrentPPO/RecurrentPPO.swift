import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Proximal policy optimisation with a memory: an LSTM or a GRU before the policy and before the value, for tasks in
/// which one observation does not tell enough.
///
/// The file reads in the order of the paper: act and record until the rollout is full, estimate advantages, then epochs
/// of minibatches of whole sequences; the losses of one minibatch are in `RecurrentPPO+Losses.swift`.
public final class RecurrentPPO<ActionType: PolicyAction>: LearningAgent {
  /// The settings.
  public let configuration: RecurrentPPOConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: ActionType.Domain
  /// How long each phase took so far.
  public internal(set) var phases = PhaseClock()

  let policy: RecurrentPolicy<ActionType>
  /// Acts; what it remembers of rows that it plays by itself is apart from what it explores.
  let runner: RecurrentRunner<ActionType>
  /// What an update minimises, with the noise that outlasts a step where there is some.
  var objective: PPOObjective<ActionType.Distribution>
  let learner: Learner
  let optimizer: Adam
  var intake: ExperienceIntake
  var rollout: RolloutBuffer
  var memory: RolloutMemory
  /// What the policy remembers of the environments it explores in.
  var policyState: RecurrentState
  /// What the value remembers of them when a rollout begins.
  var valueState: RecurrentState
  var sequences: SequenceBatch
  var minibatch: Minibatch

  /// An agent for a task, with fresh parameters.
  ///
  /// - Throws: `ConfigurationError`.
  public init(
    _ configuration: RecurrentPPOConfiguration = RecurrentPPOConfiguration(), in context: AgentContext<ActionType>
  ) throws(ConfigurationError) {
    try configuration.validate()
    let (observationSpace, actionSpace) = (context.observationSpace, context.actionSpace)
    let environments = context.environments
    let policy = RecurrentPolicy<ActionType>(configuration.network, noise: configuration.withoutMemory.noise)
    let model = try policy.makeModel(for: PolicySpaces(observations: observationSpace, actions: actionSpace))
    let (network, layout) = (model.network, model.layout)
    self.configuration = configuration
    self.policy = policy
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    objective = PPOObjective(
      distribution: model.distribution, storageWidth: actionSpace.storageWidth,
      entropyCoefficient: configuration.entropyCoefficient, valueCoefficient: configuration.valueCoefficient,
      valueClipRange: configuration.valueClipRange)
    let optimizer = Adam(
      count: layout.count, epsilon: configuration.adamEpsilon, weightDecay: configuration.weightDecay)
    // A common memory has nothing to run side by side.
    let learner = Learner(
      layout: layout, parameters: layout.makeParameters(using: context.random.split("parameters")),
      optimizer: optimizer, split: .parameters,
      pair: LanePair(threads: network.sharesMemory ? 1 : configuration.threads))
    self.optimizer = optimizer
    self.learner = learner
    intake = ExperienceIntake(
      observationSpace: observationSpace, environments: environments, discount: configuration.discount,
      normalizesObservations: configuration.normalizesObservations,
      normalizesReturns: configuration.normalizesReturns)
    rollout = try RolloutBuffer(
      steps: configuration.rolloutSteps, environments: environments, space: observationSpace,
      storageWidth: actionSpace.storageWidth, maskWidth: context.maskWidth)
    let (policyWidth, valueWidth) = (network.policyMemory.stateWidth, network.valueMemory.stateWidth)
    let length = configuration.sequenceLength ?? configuration.rolloutSteps
    memory = RolloutMemory(
      steps: configuration.rolloutSteps, environments: environments, sequenceLength: length, policyWidth: policyWidth,
      valueWidth: valueWidth)
    policyState = RecurrentState(rows: environments, width: policyWidth)
    valueState = RecurrentState(rows: environments, width: valueWidth)
    let count = min(configuration.sequencesPerMinibatch, memory.pieces.count)
    sequences = SequenceBatch(
      sequences: count, steps: length, width: observationSpace.width, policyWidth: policyWidth, valueWidth: valueWidth)
    minibatch = Minibatch(
      capacity: count * length, width: observationSpace.width, storageWidth: actionSpace.storageWidth,
      maskWidth: context.maskWidth)
    runner = RecurrentRunner(model, over: learner.parameters)
  }

  /// An agent that fits some environments: their spaces, their masks and their number.
  ///
  /// - Throws: `ConfigurationError`.
  public convenience init<E: Environments>(
    _ configuration: RecurrentPPOConfiguration = RecurrentPPOConfiguration(), for environments: E, random: RandomStream
  ) throws(ConfigurationError) where E.ActionType == ActionType {
    try self.init(configuration, in: AgentContext(environments, random: random))
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

  var network: RecurrentActorCritic { runner.model.network }

  /// What it acts with at this moment.
  public func snapshot() -> PolicySnapshot<ActionType> {
    PolicySnapshot(
      of: RecurrentPPORecipe<ActionType>.id, blueprint: policy, model: runner.model, spaces: runner.model.spaces,
      parameters: parameters, normalizer: intake.observationNormalizer)
  }

  /// Bytes that a full rollout takes.
  public var experienceBytes: Int { rollout.bytes }

  // MARK: Acting

  /// Draws or takes the best action of each row, with what the agent remembers of that row's episode.
  ///
  /// Exploring and exploiting remember apart. Rows that exploit are told apart by their number alone: go on with the same
  /// rows, or say with `isStart` where an episode starts. To keep several conversations, hold their memory yourself with
  /// ``act(on:mode:state:using:)``.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    try observations.require(observationSpace, actionSpace, finite: mode != .explore)
    return try phases.measure("act") { () throws(PolicyError) in
      switch mode {
      case .explore:
        try prepareToRecord(observations)
        objective.distribution.prepareToExplore(
          step: rollout.filled, environments: observations.count, parameters: parameters, using: &random)
        var seen = observations
        seen.values.withUnsafeMutableBufferPointer { intake.follow($0) }
        let decision = try runner.decide(
          seen, by: objective.distribution, mode: mode, state: &policyState, using: &random)
        rollout.keepDecision(
          observations: seen.values, masks: observations.masks, actions: decision.stored,
          logProbabilities: decision.logProbabilities)
        return decision.actions
      case .exploit, .sample:
        var actions: [ActionType] = []
        try runner.choose(for: intake.seen(observations), mode: mode, into: &actions, using: &random)
        return actions
      }
    }
  }

  /// Acts with a memory that the caller keeps, as serving does; nothing is recorded.
  ///
  /// - Parameters:
  ///   - observations: One row an episode. Where `isStart` is set the row's memory is cleared first; an observation by
  ///     itself is a start unless it says otherwise.
  ///   - mode: Draw, or take the most probable.
  ///   - state: From ``makeState(rows:)``, moved on by the step.
  ///   - random: Where draws come from.
  /// - Returns: An action for each row.
  /// - Throws: `PolicyError` as ``act(on:mode:using:)``, and if the memory is of other rows; it is left as it was then.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, state: inout RecurrentState, using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    try observations.require(observationSpace, actionSpace, finite: true)
    return try runner.decide(
      intake.seen(observations), by: objective.distribution, mode: mode, state: &state, using: &random
    ).actions
  }

  /// The memory of episodes that have not begun.
  public func makeState(rows: Int) -> RecurrentState { runner.makeState(rows: rows) }

  private func prepareToRecord(_ observations: ObservationBatch) throws(PolicyError) {
    try rollout.requireFit(of: observations)
    if rollout.isAbandoned(by: observations.isStart) { forgetRollout() }
    intake.observe(observations)
    memory.keepDecision(starts: observations.isStart, state: policyState, at: rollout.filled)
  }

  /// Gives up an unfinished rollout, and with it the value's way to where it stopped.
  func forgetRollout() {
    rollout.clear()
    valueState = RecurrentState(rows: valueState.rows, width: valueState.width)
  }

  // MARK: Recording

  /// Adds a step to the rollout.
  public func record(_ transitions: TransitionBatch<ActionType>, next: ObservationBatch) {
    intake.keep(transitions, next: next, in: &rollout)
  }

  // MARK: Learning

  /// Updates where the rollout is full.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    if let error = intake.takeError(at: progress) {
      forgetRollout()
      throw error
    }
    guard rollout.isFull else { return nil }
    defer { rollout.clear() }
    let estimate = phases.measure("values") { estimateAdvantages() }
    var update = PPOUpdate(fraction: progress.fraction, configuration: configuration.withoutMemory)
    try learners.allOrNothing { () throws(AgentError) in
      try improve(with: estimate, update: &update, progress: progress, using: &random)
    }
    return update.report(
      explainedVariance: explainedVariance(predictions: estimate.values, targets: estimate.returns))
  }

  /// Epochs of minibatches of whole sequences, until the policy has moved too far.
  private func improve(
    with estimate: AdvantageEstimate, update: inout PPOUpdate, progress: TrainingProgress,
    using random: inout RandomStream
  ) throws(AgentError) {
    var pieces = memory.pieces
    let size = configuration.sequencesPerMinibatch
    for _ in 0..<configuration.epochs {
      random.shuffle(&pieces)
      update.epochs += 1
      for start in stride(from: 0, to: pieces.count, by: size) {
        phases.measure("gather") { gather(pieces[start..<min(start + size, pieces.count)], with: estimate) }
        let losses = phases.measure("gradients") { gradients(clipRange: update.clipRange) }
        update.add(losses)
        if let target = configuration.targetDivergence, losses.divergence > 1.5 * target { return }
        try phases.measure("optimizer") { () throws(AgentError) in
          try update.step(learner, limit: configuration.maximumGradientNorm, at: progress)
        }
      }
    }
  }

  /// Lays out some sequences, and what their steps are learnt with in the same order without padding.
  func gather(_ pieces: ArraySlice<SequencePiece>, with estimate: AdvantageEstimate) {
    sequences.gather(pieces, of: rollout, memory: memory)
    minibatch.gather(
      sequences.rolloutRows[...], of: rollout, advantages: estimate.advantages, returns: estimate.returns,
      values: estimate.values, normalizesAdvantages: configuration.normalizesAdvantages)
  }
}
