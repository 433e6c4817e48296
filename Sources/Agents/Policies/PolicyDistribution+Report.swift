import RLCore
import Randomness
import Tensors

extension PolicyDistribution {
  /// What a policy makes of the one row of its outputs.
  ///
  /// - Parameters:
  ///   - outputs: [1 × outputs].
  ///   - masks: Valid choices; empty if nothing is masked.
  ///   - value: Of the state, if it is known.
  ///   - space: What can be done.
  ///   - tape: Where the outputs were computed.
  /// - Returns: Preferences, entropy and the action that is held best.
  func report(
    from outputs: Variable, masks: [Bool], value: Float?, over space: ActionType.Domain, on tape: Tape<Float>
  ) -> PolicyReport<ActionType> {
    // What is held best is not drawn.
    var random = RandomStream(seed: 0)
    let best = decide(from: outputs, masks: masks, over: space, mode: .exploit, on: tape, using: &random)
    let mask = masks.isEmpty ? nil : masks.withUnsafeBufferPointer { tape.makeMask($0) }
    let stored = tape.constant(best.stored, rows: 1, columns: best.stored.count)
    let entropy = evaluate(UnsafePointer(tape.pointer(to: stored)), under: outputs, mask: mask, on: tape).entropy
    return PolicyReport(
      action: best.actions[0], preferences: preferences(from: outputs, mask: mask, on: tape), value: value,
      entropy: tape.pointer(to: entropy)[0])
  }
}
