import Persistence
import RLCore

/// The memory of an unfinished rollout, read from an archive and checked, but not yet taken over.
struct RolloutMemoryState {
  /// Whether the observation is the first of its episode, step by step.
  let starts: [[Bool]]
  /// What the policy remembered before each step at which the sequences are cut.
  let policyStates: [RecurrentState]
}

extension RolloutMemory {
  /// Takes over the memory of a rollout by keeping its decisions again.
  mutating func restore(_ state: RolloutMemoryState) {
    for (step, starts) in state.starts.enumerated() {
      keepDecision(starts: starts, state: state.policyStates[step / sequenceLength], at: step)
    }
  }
}

extension TensorArchive {
  private static let memoryName = "rollout.memory"

  /// Adds what the first steps of a rollout need beside observations and actions; nothing if there are none.
  ///
  /// What the value remembers is computed where the rollout is full.
  mutating func add(_ memory: RolloutMemory, filled: Int) {
    guard filled > 0 else { return }
    let environments = memory.environments
    let begun = memory.pieces.prefix { $0.firstStep < filled }
    let states = begun.flatMap { memory.policyState(of: $0) }
    add(
      Tensor(
        name: "\(Self.memoryName).starts", shape: [filled, environments],
        values: memory.starts[..<(filled * environments)].map { $0 ? 1 : 0 }))
    add(
      Tensor(
        name: "\(Self.memoryName).policy", shape: [begun.count, states.count / begun.count], values: states))
    metadata["\(Self.memoryName).sequenceLength"] = String(memory.sequenceLength)
  }

  /// What `filled` steps of a rollout need beside observations and actions.
  ///
  /// - Returns: `nil` if the sequences were cut otherwise.
  func rolloutMemory(for memory: RolloutMemory, filled: Int) throws(ArchiveError) -> RolloutMemoryState? {
    let (name, environments, width) = (Self.memoryName, memory.environments, memory.policyWidth)
    guard try count("\(name).sequenceLength") == memory.sequenceLength else { return nil }
    let starts = try tensor("\(name).starts", shape: [filled, environments])
    let begun = (filled - 1) / memory.sequenceLength + 1
    let values = try tensor("\(name).policy", shape: [begun * environments, width])
    let states = (0..<begun).map { index in
      var state = RecurrentState(rows: environments, width: width)
      state.values = Array(values[index * environments * width..<(index + 1) * environments * width])
      return state
    }
    return RolloutMemoryState(
      starts: (0..<filled).map { step in
        starts[step * environments..<(step + 1) * environments].map { $0 != 0 }
      }, policyStates: states)
  }
}
