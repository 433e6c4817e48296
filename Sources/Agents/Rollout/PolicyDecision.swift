import RLCore
import Randomness
import Tensors

/// What a policy chose for each row.
struct PolicyDecision<ActionType: Action> {
  /// What the environments get.
  let actions: [ActionType]
  /// What the rollout keeps, before clipping to bounds, [rows × storage width].
  let stored: [Float]
  /// ln π of each action.
  let logProbabilities: [Float]
}

extension PolicyDistribution {
  /// Chooses an action for each row of a policy's outputs.
  ///
  /// - Parameters:
  ///   - outputs: [rows × outputs].
  ///   - masks: Valid choices, [rows × mask width]; empty if nothing is masked.
  ///   - space: What can be done.
  ///   - mode: Draw, or take the most probable.
  ///   - tape: Where the outputs were computed.
  ///   - random: The only source of randomness.
  /// - Returns: Actions in every form that is needed.
  func decide(
    from outputs: Variable, masks: [Bool], over space: ActionType.Domain, mode: ActingMode, on tape: Tape<Float>,
    using random: inout RandomStream
  ) -> PolicyDecision<ActionType> {
    let (rows, storage) = (outputs.rows, space.storageWidth)
    var stored = [Float](repeating: 0, count: rows * storage)
    var logs = [Float](repeating: 0, count: rows)
    let mask = masks.isEmpty ? nil : masks.withUnsafeBufferPointer { tape.makeMask($0) }
    stored.withUnsafeMutableBufferPointer { stored in
      logs.withUnsafeMutableBufferPointer { logs in
        guard let storedStart = stored.baseAddress, let logsStart = logs.baseAddress else { return }
        choose(
          from: outputs, mask: mask, mode: mode, on: tape, actions: storedStart, logProbabilities: logsStart,
          using: &random)
      }
    }
    let actions = (0..<rows).map { row in
      action(stored: stored.span.extracting(row * storage..<(row + 1) * storage))
    }
    return PolicyDecision(actions: actions, stored: stored, logProbabilities: logs)
  }
}
