import Networks
import Randomness
import Tensors

extension GradientLanes {
  /// Computes the gradient of a loss over a minibatch, policy and value side by side.
  ///
  /// - Parameters:
  ///   - minibatch: Its rows.
  ///   - network: What maps them to policy and value.
  ///   - dropout: Split for each lane.
  ///   - policyLoss: Records the share of some rows in the policy's loss; gets outputs, rows, tape and lane.
  ///   - valueLoss: Records the share of some rows in the value's loss.
  func differentiate(
    over minibatch: Minibatch, through network: any ActorCritic, dropout: RandomStream,
    policyLoss: (Variable, Range<Int>, Tape<Float>, Int) -> Variable,
    valueLoss: (Variable, Range<Int>, Tape<Float>, Int) -> Variable
  ) {
    let all = 0..<minibatch.count
    run { lane, tape in
      tape.dropoutStream = dropout.split("lane", lane)
      if split == .rows {
        let rows = self.rows(of: lane, in: minibatch.count)
        guard !rows.isEmpty else { return }
        let heads = network.policyAndValue(minibatch.observations(of: rows, on: tape), on: tape)
        let policy = policyLoss(heads.policy, rows, tape, lane)
        tape.backward(from: tape.add(policy, valueLoss(heads.value, rows, tape, lane)))
      } else if lane == 0 {
        let outputs = network.policy(minibatch.observations(of: all, on: tape), on: tape)
        tape.backward(from: policyLoss(outputs, all, tape, lane))
      } else {
        let values = network.value(minibatch.observations(of: all, on: tape), on: tape)
        tape.backward(from: valueLoss(values, all, tape, lane))
      }
    }
  }
}
