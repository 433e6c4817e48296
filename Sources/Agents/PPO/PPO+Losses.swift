import Networks
import RLCore
import Randomness
import Tensors

extension PPO {
  /// Computes the gradient of the loss over the minibatch, policy and value side by side.
  func gradients(clipRange: Float, using random: inout RandomStream) -> PPOLosses {
    let count = minibatch.count
    let half = (count + 1) / 2
    let dropout = random.split("dropout", optimizer.step)
    var results = [PPOLosses](repeating: PPOLosses(), count: lanes.tapes.count)
    results.withUnsafeMutableBufferPointer { results in
      lanes.run { lane, tape in
        tape.dropoutStream = dropout.split("lane", lane)
        if lanes.splitsRows {
          let rows = lane == 0 ? 0..<half : half..<count
          guard !rows.isEmpty else { return }
          let heads = network.policyAndValue(observations(rows, on: tape), on: tape)
          let policy = policyLoss(heads.policy, rows: rows, clipRange: clipRange, on: tape, into: &results[lane])
          let value = valueLoss(heads.value, rows: rows, on: tape, into: &results[lane])
          tape.backward(from: tape.add(policy, value))
        } else if lane == 0 {
          let outputs = network.policy(observations(0..<count, on: tape), on: tape)
          tape.backward(
            from: policyLoss(outputs, rows: 0..<count, clipRange: clipRange, on: tape, into: &results[lane]))
        } else {
          let values = network.value(observations(0..<count, on: tape), on: tape)
          tape.backward(from: valueLoss(values, rows: 0..<count, on: tape, into: &results[lane]))
        }
      }
    }
    return results.reduce(into: PPOLosses()) { $0 += $1 }
  }

  private func observations(_ rows: Range<Int>, on tape: Tape<Float>) -> Variable {
    let width = observationSpace.width
    return tape.constant(
      borrowing: minibatch.observations.pointer + rows.lowerBound * width, rows: rows.count, columns: width)
  }

  /// See ``PPOObjective/policyLoss(_:of:rows:clipRange:on:into:)``.
  func policyLoss(
    _ outputs: Variable, rows: Range<Int>, clipRange: Float, on tape: Tape<Float>, into losses: inout PPOLosses
  ) -> Variable {
    objective.policyLoss(outputs, of: minibatch, rows: rows, clipRange: clipRange, on: tape, into: &losses)
  }

  /// See ``PPOObjective/valueLoss(_:of:rows:on:into:)``.
  func valueLoss(
    _ values: Variable, rows: Range<Int>, on tape: Tape<Float>, into losses: inout PPOLosses
  ) -> Variable {
    objective.valueLoss(values, of: minibatch, rows: rows, on: tape, into: &losses)
  }
}
