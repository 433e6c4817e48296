import Networks
import RLCore
import Randomness
import Settings
import Tensors

/// A deterministic policy with its target: what TD3 and DDPG improve by the gradient of a critic
/// (Silver et al., "Deterministic Policy Gradient Algorithms", 2014).
///
/// Actions are tanh of the network's outputs, in ±1.
final class DeterministicActor {
  let runner: DeterministicRunner
  let learner: Learner
  /// The policy that values next actions: the parameters of some time ago.
  let targets: AlignedBuffer<Float>

  private let space: ObservationSpace
  private let dimensions: Int
  private let targetTapes: [Tape<Float>]
  private let targetCriticTapes: [Tape<Float>]
  /// Differentiate the first critic with respect to the action, not to its parameters.
  private let criticTapes: [Tape<Float>]
  private let improved: CriticInput
  private let following: CriticInput
  private let pair: LanePair
  private let rows: Int

  init(
    _ model: DeterministicModel, context: AgentContext<ContinuousAction>, critics: Critics, rows: Int,
    epsilon: Float, weightDecay: Float, pair: LanePair
  ) {
    let dimensions = context.actionSpace.dimensions
    let layout = model.layout
    let targets = AlignedBuffer<Float>(count: layout.count)
    let learner = Learner(
      "actor", layout: layout, parameters: layout.makeParameters(using: context.random.split("actor")),
      target: targets, optimizer: Adam(count: layout.count, epsilon: epsilon, weightDecay: weightDecay), split: .rows,
      pair: pair)
    self.learner = learner
    self.targets = targets
    self.pair = pair
    self.rows = rows
    self.dimensions = dimensions
    space = context.observationSpace
    runner = DeterministicRunner(model, over: learner.parameters)
    targetTapes = (0..<2).map { _ in Tape(parameters: targets) }
    targetCriticTapes = (0..<2).map { _ in Tape(parameters: critics.targets) }
    criticTapes = (0..<2).map { _ in Tape(parameters: critics.parameters, differentiatesInputs: true) }
    improved = CriticInput(rows: rows, observationWidth: context.observationSpace.width, dimensions: dimensions)
    following = CriticInput(rows: rows, observationWidth: context.observationSpace.width, dimensions: dimensions)
  }

  var network: any Network { runner.model.network }

  /// The stored action of each observation, [observations × dimensions].
  func choose(_ observations: ObservationBatch) -> [Float] { runner.stored(for: observations) }

  /// y = r + γ·min Q̄(s′, clip(π̄(s′) + noise, ±1)); after a termination nothing follows.
  ///
  /// - Parameters:
  ///   - batch: The transitions.
  ///   - critics: Value the next actions by their targets.
  ///   - smoothing: What is added to the next actions, [rows × dimensions], or `nil`.
  ///   - values: Receives y, [rows].
  func valueNextActions(
    _ batch: ReplayBatch, critics: Critics, smoothing: UnsafePointer<Float>?,
    into values: UnsafeMutablePointer<Float>
  ) {
    pair.runBoth { lane in
      let rows = learner.lanes.rows(of: lane, in: self.rows)
      guard !rows.isEmpty else { return }
      let (policy, critic) = (targetTapes[lane], targetCriticTapes[lane])
      policy.reset()
      critic.reset()
      let states = policy.constant(
        borrowing: batch.nextObservations.pointer + rows.lowerBound * space.width, rows: rows.count,
        columns: space.width)
      let actions = policy.tanh(network(states, on: policy))
      let pointer = policy.pointer(to: actions)
      if let smoothing {
        for index in 0..<actions.count {
          pointer[index] = min(max(pointer[index] + smoothing[rows.lowerBound * dimensions + index], -1), 1)
        }
      }
      following.fill(rows, observations: batch.nextObservations.pointer, actions: pointer)
      let inputs = critic.constant(
        borrowing: following.start(of: rows.lowerBound), rows: rows.count, columns: following.width)
      let next = critic.pointer(to: critics.smallestValue(of: inputs, on: critic))
      for (index, row) in rows.enumerated() {
        values[row] = batch.rewards.pointer[row] + batch.discounts.pointer[row] * next[index]
      }
    }
  }

  /// Computes the gradient of −mean Q₁(s, π(s)).
  ///
  /// - Returns: The mean value of the policy's actions.
  func ascend(_ batch: ReplayBatch, critics: Critics) -> Double {
    let share = 1 / Float(rows)
    var sums = (Float(0), Float(0))
    withUnsafeMutablePointer(to: &sums) { sums in
      learner.lanes.run { lane, tape in
        let rows = learner.lanes.rows(of: lane, in: self.rows)
        guard !rows.isEmpty else { return }
        let states = tape.constant(
          borrowing: batch.observations.pointer + rows.lowerBound * space.width, rows: rows.count,
          columns: space.width)
        let actions = tape.tanh(network(states, on: tape))
        improved.fill(rows, observations: batch.observations.pointer, actions: tape.pointer(to: actions))
        let critic = criticTapes[lane]
        critic.reset()
        let inputs = critic.input(improved.start(of: rows.lowerBound), rows: rows.count, columns: improved.width)
        let value = critic.sum(critics.networks[0](inputs, on: critic))
        critic.backward(from: critic.affine(value, scale: -share))
        let slopes = tape.makeScratch(count: actions.count)
        improved.actionColumns(of: critic.gradient(of: inputs), rows: rows.count, to: slopes)
        tape.backward(
          from: tape.sum(
            tape.multiply(actions, tape.constant(borrowing: slopes, rows: rows.count, columns: dimensions))))
        if lane == 0 { sums.pointee.0 = critic.pointer(to: value)[0] }
        if lane == 1 { sums.pointee.1 = critic.pointer(to: value)[0] }
      }
    }
    return Double((sums.0 + sums.1) * share)
  }
}
