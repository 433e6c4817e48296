import Networks
import RLCore
import Randomness
import Tensors

/// Runs an actor-critic network forwards only: actions for observations, and values of whole rollouts.
final class PolicyActor<ActionType: PolicyAction>: PolicyRunner {
  let model: ActorCriticModel<ActionType>
  /// With noise that outlasts a step, where there is some.
  var distribution: ActionType.Distribution
  /// Values of an observation.
  private let width: Int
  /// Values of a stored action.
  private let storageWidth: Int
  private let parameters: AlignedBuffer<Float>
  private let tape: Tape<Float>
  /// Stored actions and their log-probabilities where nothing is kept.
  private var stored = AlignedBuffer<Float>(count: 0)
  private var logProbabilities = AlignedBuffer<Float>(count: 0)

  init(_ model: ActorCriticModel<ActionType>, over parameters: AlignedBuffer<Float>) {
    self.model = model
    distribution = model.distribution
    width = model.spaces.observations.width
    storageWidth = model.spaces.actions.storageWidth
    self.parameters = parameters
    tape = Tape(parameters: parameters)
  }

  var network: any ActorCritic { model.network }

  // MARK: Acting

  /// Draws an action for each observation and keeps the decision in a rollout, written where it stays.
  ///
  /// A rollout that the observations do not continue is dropped.
  func explore(
    _ observations: ObservationBatch, through intake: inout ExperienceIntake, keepingIn rollout: inout RolloutBuffer,
    using random: inout RandomStream
  ) throws(PolicyError) -> [ActionType] {
    try rollout.requireFit(of: observations)
    if rollout.isAbandoned(by: observations.isStart) { rollout.clear() }
    intake.observe(observations)
    distribution.prepareToExplore(
      step: rollout.filled, environments: observations.count, parameters: parameters, using: &random)
    var chosen: [ActionType] = []
    rollout.keepDecision(masks: observations.masks) { place in
      _ = place.observations.update(fromContentsOf: observations.values)
      intake.follow(place.observations)
      choose(
        from: UnsafeBufferPointer(place.observations), masks: observations.masks, mode: .explore,
        actions: place.actions, logProbabilities: place.logProbabilities, into: &chosen, using: &random)
    }
    return chosen
  }

  /// Takes the best action for each observation, or draws one; nothing is kept.
  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [ActionType],
    using random: inout RandomStream
  ) {
    let rows = observations.count
    if logProbabilities.count != rows {
      stored = AlignedBuffer(count: rows * storageWidth)
      logProbabilities = AlignedBuffer(count: rows)
    }
    observations.values.withUnsafeBufferPointer { values in
      choose(
        from: values, masks: observations.masks, mode: mode, actions: stored.values,
        logProbabilities: logProbabilities.values, into: &actions, using: &random)
    }
  }

  private func choose(
    from values: UnsafeBufferPointer<Float>, masks: [Bool], mode: ActingMode,
    actions stored: UnsafeMutableBufferPointer<Float>, logProbabilities: UnsafeMutableBufferPointer<Float>,
    into chosen: inout [ActionType], using random: inout RandomStream
  ) {
    chosen.removeAll(keepingCapacity: true)
    guard let first = values.baseAddress, let actions = stored.baseAddress, let logs = logProbabilities.baseAddress
    else { return }
    let rows = logProbabilities.count
    tape.reset()
    let outputs = network.policy(tape.constant(borrowing: first, rows: rows, columns: width), on: tape)
    let mask = masks.isEmpty ? nil : masks.withUnsafeBufferPointer { tape.makeMask($0) }
    distribution.choose(
      from: outputs, mask: mask, mode: mode, on: tape, actions: actions, logProbabilities: logs, using: &random)
    chosen.reserveCapacity(rows)
    for row in 0..<rows {
      let place = UnsafeBufferPointer(start: actions + row * storageWidth, count: storageWidth)
      chosen.append(distribution.action(stored: place.span))
    }
  }

  func inspect(_ observation: ObservationBatch) -> PolicyReport<ActionType> {
    tape.reset()
    let input = tape.constant(observation.values, rows: 1, columns: width)
    let outputs = network.policy(input, on: tape)
    return distribution.report(
      from: outputs, masks: observation.masks, value: tape.pointer(to: network.value(input, on: tape))[0],
      over: model.spaces.actions, on: tape)
  }

  // MARK: Values

  private static var block: Int { 512 }

  /// The value of each observation of a rollout.
  private func values(of rollout: RolloutBuffer) -> [Float] {
    stride(from: 0, to: rollout.rows, by: Self.block).flatMap { start in
      values(of: rollout.observations(of: start..<min(start + Self.block, rollout.rows)))
    }
  }

  /// The value of each observation as the networks see it.
  func values(of observations: ArraySlice<Float>) -> [Float] {
    let block = Self.block
    var values: [Float] = []
    values.reserveCapacity(observations.count / width)
    observations.withUnsafeBufferPointer { all in
      guard let start = all.baseAddress else { return }
      for row in stride(from: 0, to: all.count / width, by: block) {
        let rows = min(block, all.count / width - row)
        tape.reset()
        let input = tape.constant(borrowing: start + row * width, rows: rows, columns: width)
        values.append(contentsOf: tape.values(of: network.value(input, on: tape)))
      }
    }
    return values
  }

  /// Values of a whole rollout in batches, then advantages and returns.
  func estimate(_ rollout: RolloutBuffer, discount: Float, lambda: Float) -> AdvantageEstimate {
    AdvantageEstimate(
      of: rollout, values: values(of: rollout), truncatedValues: values(of: rollout.finalObservations[...]),
      lastValues: values(of: rollout.lastObservations[...]), discount: discount, lambda: lambda)
  }
}
