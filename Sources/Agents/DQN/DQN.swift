import Networks
import Persistence
import RLCore
import Randomness
import Settings
import Tensors

/// Deep Q-learning (Mnih et al., "Human-level control through deep reinforcement learning", 2015), with or without
/// masks; double, dueling, n-step and prioritised by its settings.
///
/// The file reads in the order of the paper: act ε-greedily, keep the transition, aim at targets of an older network,
/// take a step on the Huber loss. What it shares with ``QRDQN`` is in `Shared/ValueLearner.swift`.
public final class DQN: LearningAgent {
  /// What it does.
  public typealias ActionType = DiscreteAction

  /// The settings.
  public let configuration: DQNConfiguration
  /// What the observations look like.
  public let observationSpace: ObservationSpace
  /// What can be done.
  public let actionSpace: DiscreteAction.Domain
  /// How long each phase took so far.
  public internal(set) var phases = PhaseClock()

  let policy: ActionValuePolicy
  let learner: ValueLearner
  /// What the values of the batch are to become.
  let targets: AlignedBuffer<Float>

  /// An agent with fresh parameters.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - network: A network that the configuration cannot describe; `nil` takes its own.
  ///   - context: The task that it is for.
  /// - Throws: `ConfigurationError`.
  public init(
    _ configuration: DQNConfiguration = DQNConfiguration(), network: (any NetworkBlueprint)? = nil,
    in context: AgentContext<DiscreteAction>
  ) throws(ConfigurationError) {
    try configuration.validate()
    let layers: any NetworkBlueprint =
      configuration.dueling ? DuelingBlueprint(configuration.network) : configuration.network
    self.configuration = configuration
    observationSpace = context.observationSpace
    actionSpace = context.actionSpace
    policy = ActionValuePolicy(network ?? layers)
    learner = try ValueLearner(
      configuration,
      model: ActionValueModel(
        network ?? layers, quantiles: nil,
        for: PolicySpaces(observations: observationSpace, actions: actionSpace)),
      in: context)
    targets = AlignedBuffer(count: configuration.batchSize)
  }

  /// An agent that fits some environments: their spaces, their masks and their number.
  ///
  /// - Throws: `ConfigurationError`.
  public convenience init<E: Environments>(
    _ configuration: DQNConfiguration = DQNConfiguration(), network: (any NetworkBlueprint)? = nil,
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
      of: DQNRecipe.id, blueprint: policy, model: model,
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

  /// Takes the valid action of the greatest value; exploring, with probability ε any valid one.
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

  /// Computes the gradient of the loss over the batch, and the errors of its rows.
  ///
  ///     L = mean weight·Huber(Q(s, a) − target)
  func gradients() -> ValueLoss {
    let batch = learner.batch
    let share = 1 / Float(batch.count)
    let errors = batch.priorities.pointer
    var results = [ValueLoss](repeating: ValueLoss(), count: learner.lanes.count)
    results.withUnsafeMutableBufferPointer { results in
      learner.differentiate { index, lane in
        setTargets(of: lane)
        let first = lane.rows.lowerBound
        let values = learner.outputs(batch.observations, rows: lane.rows, on: lane.tape)
        let error = lane.tape.huberError(
          values, choices: batch.actions.pointer + first, targets: targets.pointer + first,
          weights: batch.weights.pointer + first, scale: share)
        lane.tape.backward(from: error.loss)
        (errors + first).update(from: error.errors, count: lane.rows.count)
        results[index] = ValueLoss(
          loss: Double(lane.tape.pointer(to: error.loss)[0]), meanValue: error.predictionSum * Double(share))
      }
    }
    return results.reduce(into: ValueLoss()) { $0 += $1 }
  }

  /// r + γ·max over valid a′ of Q′(s′, a′), with Q′ the target network; r alone after a termination.
  ///
  /// Doubled, the network chooses a′ and Q′ only values it.
  private func setTargets(of lane: ValueLearner.Lane) {
    let (batch, count) = (learner.batch, learner.choice.choices)
    let next = lane.target.pointer(
      to: learner.outputs(batch.nextObservations, rows: lane.rows, on: lane.target))
    let judge =
      configuration.double
      ? lane.online.pointer(to: learner.outputs(batch.nextObservations, rows: lane.rows, on: lane.online)) : next
    let (rewards, discounts) = (batch.rewards.pointer, batch.discounts.pointer)
    for (index, row) in lane.rows.enumerated() {
      // Where nothing follows nothing is read: a final observation may be anything, and its mask all false.
      guard discounts[row] != 0,
        let action = learner.choice.best(of: judge + index * count, mask: learner.nextMask(of: row))
      else {
        targets.pointer[row] = rewards[row]
        continue
      }
      targets.pointer[row] = rewards[row] + discounts[row] * next[index * count + action]
    }
  }
}
