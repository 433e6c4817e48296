import Networks
import RLCore
import Randomness
import Tensors

/// Runs an actor-critic network forwards only: actions for observations, and values of whole rollouts.
struct PolicyActor<ActionType: PolicyAction> {
  let network: any ActorCritic
  let distribution: ActionType.Distribution
  /// Values of an observation.
  let width: Int
  /// Values of a stored action.
  let storageWidth: Int
  private let tape: Tape<Float>

  init(
    network: any ActorCritic, distribution: ActionType.Distribution, width: Int, storageWidth: Int,
    parameters: AlignedBuffer<Float>
  ) {
    self.network = network
    self.distribution = distribution
    self.width = width
    self.storageWidth = storageWidth
    tape = Tape(parameters: parameters)
  }

  /// Draws an action for each observation and keeps the decision in a rollout.
  func explore(
    _ observations: ObservationBatch, recording recorder: inout RolloutRecorder, using random: inout RandomStream
  ) -> [ActionType] {
    recorder.begin(observations)
    let normalizer = recorder.normalizers.observations
    return recorder.rollout.keepDecision(masks: observations.masks) { decision in
      _ = decision.observations.update(fromContentsOf: observations.values)
      normalizer?.normalize(decision.observations)
      return choose(
        from: UnsafeBufferPointer(decision.observations), rows: observations.count, masks: observations.masks,
        mode: .explore, actions: decision.actions, logProbabilities: decision.logProbabilities, using: &random)
    }
  }

  /// Takes the best action for each observation; nothing is kept.
  func exploit(
    _ observations: ObservationBatch, normalizer: ObservationNormalizer?, using random: inout RandomStream
  ) -> [ActionType] {
    let rows = observations.count
    var values = observations.values
    normalizer?.normalize(&values)
    var stored = [Float](repeating: 0, count: rows * storageWidth)
    var logs = [Float](repeating: 0, count: rows)
    return values.withUnsafeBufferPointer { values in
      stored.withUnsafeMutableBufferPointer { stored in
        logs.withUnsafeMutableBufferPointer { logs in
          choose(
            from: values, rows: rows, masks: observations.masks, mode: .exploit, actions: stored,
            logProbabilities: logs, using: &random)
        }
      }
    }
  }

  private func choose(
    from values: UnsafeBufferPointer<Float>, rows: Int, masks: [Bool], mode: ActingMode,
    actions stored: UnsafeMutableBufferPointer<Float>, logProbabilities: UnsafeMutableBufferPointer<Float>,
    using random: inout RandomStream
  ) -> [ActionType] {
    guard let first = values.baseAddress, let storedFirst = stored.baseAddress, let logs = logProbabilities.baseAddress
    else { return [] }
    tape.reset()
    let outputs = network.policy(tape.constant(borrowing: first, rows: rows, columns: width), on: tape)
    let mask = masks.isEmpty ? nil : masks.withUnsafeBufferPointer { tape.makeMask($0) }
    distribution.choose(
      from: outputs, mask: mask, mode: mode, on: tape, actions: storedFirst, logProbabilities: logs, using: &random)
    return (0..<rows).map { row in
      distribution.action(
        stored: UnsafeBufferPointer(start: storedFirst + row * storageWidth, count: storageWidth).span)
    }
  }

  // MARK: Values

  /// The value of each observation as the networks see it.
  func values(of observations: [Float]) -> [Float] {
    let block = 512
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
  func estimate(_ rollout: RolloutBuffer, discount: Float, lambda: Float) -> RolloutEstimate {
    RolloutEstimate(
      of: rollout, values: values(of: rollout.observations), truncatedValues: values(of: rollout.finalObservations),
      lastValues: values(of: rollout.lastObservations), discount: discount, lambda: lambda)
  }
}
