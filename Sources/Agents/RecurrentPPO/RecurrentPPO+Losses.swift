import Networks
import RLCore
import Tensors

extension RecurrentPPO {
  /// Computes the gradient of the loss over the sequences laid out, policy and value side by side unless they share a
  /// memory.
  ///
  /// The loss is that of PPO; every mean is over the rows that are no padding.
  func gradients(clipRange: Float) -> PPOLosses {
    var results = [PPOLosses](repeating: PPOLosses(), count: learner.lanes.count)
    results.withUnsafeMutableBufferPointer { results in
      learner.lanes.run { lane, tape in
        if network.sharesMemory {
          guard lane == 0 else { return }
          let memory = remember(.policy, on: tape)
          let policy = policyLoss(memory, clipRange: clipRange, on: tape, into: &results[0])
          tape.backward(from: tape.add(policy, valueLoss(memory, on: tape, into: &results[0])))
        } else if lane == 0 {
          let memory = remember(.policy, on: tape)
          tape.backward(from: policyLoss(memory, clipRange: clipRange, on: tape, into: &results[0]))
        } else {
          let memory = remember(.value, on: tape)
          tape.backward(from: valueLoss(memory, on: tape, into: &results[1]))
        }
      }
    }
    return results.reduce(into: PPOLosses()) { $0 += $1 }
  }

  /// Whose memory runs.
  enum MemoryOwner {
    case policy
    case value
  }

  /// What a memory makes of the sequences, without the rows that are padding.
  func remember(_ owner: MemoryOwner, on tape: Tape<Float>) -> Variable {
    let observations = tape.constant(
      borrowing: sequences.observations.pointer, rows: sequences.steps * sequences.sequences, columns: rollout.width)
    let starts = sequences.starts.withUnsafeBufferPointer { tape.makeMask($0) }
    let pass =
      switch owner {
      case .policy:
        network.policyMemory(
          network.policyInput(observations, on: tape), from: sequences.policyStates.pointer,
          sequences: sequences.sequences, starts: starts, on: tape)
      case .value:
        network.valueMemory(
          network.valueInput(observations, on: tape), from: sequences.valueStates.pointer,
          sequences: sequences.sequences, starts: starts, on: tape)
      }
    return sequences.isPadded ? tape.selectRows(pass.output, sequences.positions) : pass.output
  }

  private func policyLoss(
    _ memory: Variable, clipRange: Float, on tape: Tape<Float>, into losses: inout PPOLosses
  ) -> Variable {
    objective.policyLoss(
      network.policy(memory, on: tape), of: minibatch, rows: 0..<minibatch.count, clipRange: clipRange, on: tape,
      into: &losses)
  }

  private func valueLoss(_ memory: Variable, on tape: Tape<Float>, into losses: inout PPOLosses) -> Variable {
    objective.valueLoss(
      network.value(memory, on: tape), of: minibatch, rows: 0..<minibatch.count, on: tape, into: &losses)
  }
}
