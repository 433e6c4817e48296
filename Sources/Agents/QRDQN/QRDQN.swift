import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Quantile regression DQN (Dabney et al., "Distributional Reinforcement Learning with Quantile Regression", 2018),
/// with or without masks.
///
/// The file reads in the order of the paper: act ε-greedily on the means of the quantiles, keep the transition, aim each
/// quantile at those of an older network, take a step on the quantile Huber loss. What it shares with ``DQN`` is in
/// `Shared/ValueLearner.swift`.
public final class QRDQN: LearningAgent {
  /// What it does.
  public typealias ActionType = DiscreteAction

  /// The settings.
  public let configuration: QRDQNConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: DiscreteAction.Domain
  /// How long each phase took so far.
  public internal(set) var phases = PhaseClock()

  let policy: ActionValuePolicy
  let learner: ValueLearner
  /// What the quantiles of the batch are to become, [rows × quantiles].
  let targets: AlignedBuffer<Float>

  /// An agent with fresh parameters.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - network: A network that the configuration cannot describe; `nil` takes its own. Its outputs are the quantiles
  ///     of every choice, the choices of the first quantile first.
  ///   - context: The task that it is for.
  /// - Throws: `ConfigurationError`.
  public init(
    _ configuration: QRDQNConfiguration = QRDQNConfiguration(), network: (any NetworkBlueprint)? = nil,
    in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    observationSpace = context.observationSpace
    actionSpace = context.actionSpace
    policy = ActionValuePolicy(network ?? configuration.network, quantiles: configuration.quantiles)
    learner = try ValueLearner(
      configuration,
      model: ActionValueModel(
        network ?? configuration.network, quantiles: configuration.quantiles,
        for: PolicySpaces(observations: observationSpace, actions: actionSpace)),
      in: context)
    targets = AlignedBuffer(count: configuration.batchSize * configuration.quantiles)
  }

  /// An agent that fits some environments: their spaces, their masks and their number.
  ///
  /// - Throws: `ConfigurationError`.
  public convenience init<E: Environments>(
    _ configuration: QRDQNConfiguration = QRDQNConfiguration(), network: (any NetworkBlueprint)? = nil,
    for environments: E, random: RandomStream
  ) throws(ConfigurationError) where E.ActionType == DiscreteAction {
    try self.init(configuration, network: network, in: AgentContext(environments, random: random))
  }

  /// Names, shapes and places of all parameters.
  public var layout: ParameterLayout { learner.layout }
  /// All parameters in one block.
  public var parameters: AlignedBuffer<Float> { learner.parameters }
  /// The one learner, of the network and its target.
  public var learners: [Learner] { [learner.weights] }
  /// What it acts with at this moment; sampled, it explores as the agent does now.
  public func snapshot() -> PolicySnapshot<DiscreteAction> {
    var (policy, model) = (policy, learner.model)
    policy.exploration = learner.epsilon(configuration, mode: .sample)
    model.exploration = policy.exploration
    return PolicySnapshot(
      of: QRDQNRecipe.id, blueprint: policy, model: model,
      spaces: PolicySpaces(observations: observationSpace, actions: actionSpace), parameters: parameters)
  }

  /// Bytes of the replay buffer.
  public var experienceBytes: Int { learner.replay.bytes }

  /// Forgets the times of the phases so far.
  public func resetPhases() { phases = PhaseClock() }

  /// What it was made for.
  public var spaces: PolicySpaces<DiscreteAction>? {
    PolicySpaces(observations: observationSpace, actions: actionSpace)
  }

  // MARK: Acting

  /// Takes the valid action of the greatest mean; exploring, with probability ε any valid one.
  public func act(
    on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
  ) throws(PolicyError) -> [DiscreteAction] {
    try observations.require(observationSpace, actionSpace, finite: mode != .explore)
    return try phases.measure("act") { () throws(PolicyError) in
      if case .explore = mode { try learner.recorder.open(observations) }
      let epsilon = learner.epsilon(configuration, mode: mode)
      var actions: [DiscreteAction] = []
      learner.runner.choose(for: observations, epsilon: epsilon, into: &actions, using: &random)
      return actions
    }
  }

  // MARK: Recording

  /// Keeps a step of every environment.
  public func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {
    phases.measure("record") { learner.recorder.record(transitions, next: next) }
  }

  // MARK: Learning

  /// Takes the gradient steps that are due.
  public func learn(progress: TrainingProgress, using random: inout RandomStream) throws(AgentError) -> UpdateReport? {
    try learner.learn(configuration, progress: progress, using: &random, phases: &phases) { gradients() }
  }

  /// Computes the gradient of the loss over the batch, and the losses of its rows.
  ///
  ///     L = mean weight·Σᵢ meanⱼ |τ̂ᵢ − 1{targetⱼ < θᵢ(s, a)}|·Huber(targetⱼ − θᵢ(s, a))
  func gradients() -> ValueLoss {
    let batch = learner.batch
    let (share, quantiles) = (1 / Float(batch.count), configuration.quantiles)
    let losses = batch.priorities.pointer
    var results = [ValueLoss](repeating: ValueLoss(), count: learner.lanes.count)
    results.withUnsafeMutableBufferPointer { results in
      learner.differentiate { index, lane in
        setTargets(of: lane)
        let first = lane.rows.lowerBound
        let values = learner.outputs(batch.observations, rows: lane.rows, on: lane.tape)
        let error = lane.tape.quantileHuberError(
          values, quantiles: quantiles, choices: batch.actions.pointer + first,
          targets: targets.pointer + first * quantiles, weights: batch.weights.pointer + first, scale: share)
        lane.tape.backward(from: error.loss)
        (losses + first).update(from: error.losses, count: lane.rows.count)
        results[index] = ValueLoss(
          loss: Double(lane.tape.pointer(to: error.loss)[0]), meanValue: error.predictionSum * Double(share))
      }
    }
    return results.reduce(into: ValueLoss()) { $0 += $1 }
  }

  /// r + γ·θ′ⱼ(s′, a′) for every quantile j of the target network; r alone after a termination.
  ///
  /// a′ is the valid choice of the greatest mean of the target network's quantiles, or, doubled, of the network's own.
  private func setTargets(of lane: ValueLearner.Lane) {
    let (batch, count, quantiles) = (learner.batch, actionSpace.count, configuration.quantiles)
    let next = learner.outputs(batch.nextObservations, rows: lane.rows, on: lane.target)
    let judge =
      configuration.double
      ? learner.model.values(
        of: learner.outputs(batch.nextObservations, rows: lane.rows, on: lane.online), on: lane.online)
      : learner.model.values(of: next, on: lane.target)
    let values = lane.target.pointer(to: next)
    let (rewards, discounts) = (batch.rewards.pointer, batch.discounts.pointer)
    for (index, row) in lane.rows.enumerated() {
      let target = targets.pointer + row * quantiles
      // Where nothing follows nothing is read: a final observation may be anything, and its mask all false.
      guard discounts[row] != 0,
        let action = learner.choice.best(of: judge + index * count, mask: learner.nextMask(of: row))
      else {
        target.update(repeating: rewards[row], count: quantiles)
        continue
      }
      let start = values + index * next.columns + action
      for quantile in 0..<quantiles { target[quantile] = rewards[row] + discounts[row] * start[quantile * count] }
    }
  }
}
