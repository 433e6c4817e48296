import Networks
import RLCore
import Randomness
import Tensors

extension PPO {
  /// Computes the gradient of the loss over the minibatch, policy and value side by side.
  func gradients(clipRange: Float, using random: inout RandomStream) -> PPOLosses {
    var results = [PPOLosses](repeating: PPOLosses(), count: learner.lanes.count)
    results.withUnsafeMutableBufferPointer { results in
      learner.lanes.differentiate(
        over: minibatch, through: network, dropout: random.split("dropout", optimizer.step),
        policyLoss: { outputs, rows, tape, lane in
          policyLoss(outputs, rows: rows, clipRange: clipRange, on: tape, into: &results[lane])
        },
        valueLoss: { values, rows, tape, lane in valueLoss(values, rows: rows, on: tape, into: &results[lane]) })
    }
    return results.reduce(into: PPOLosses()) { $0 += $1 }
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
