import RLCore
import Tensors

/// Whole sequences of a rollout side by side, time-major, as one gradient step runs them.
///
/// Sequences that are shorter than the longest are padded at their end with zeros. Losses see only the rows that are no
/// padding: they are selected from what the memory gives before anything is computed on it.
struct SequenceBatch {
  /// Sequences side by side.
  private(set) var sequences = 0
  /// Steps of the longest.
  private(set) var steps = 0
  /// The rows of the rollout, in the order of ``observations`` without padding.
  private(set) var rolloutRows: [Int] = []
  /// Where each of them lies in ``observations``.
  private(set) var positions: [Int32] = []
  /// Whether an episode starts, [steps × sequences].
  private(set) var starts: [Bool] = []
  /// What the networks see, [steps × sequences × width].
  let observations: AlignedBuffer<Float>
  /// What policy and value remember before the first step, [sequences × state width].
  let policyStates: AlignedBuffer<Float>
  let valueStates: AlignedBuffer<Float>

  init(sequences: Int, steps: Int, width: Int, policyWidth: Int, valueWidth: Int) {
    observations = AlignedBuffer(count: steps * sequences * width)
    policyStates = AlignedBuffer(count: sequences * policyWidth)
    valueStates = AlignedBuffer(count: sequences * valueWidth)
  }

  /// Whether there are rows without data.
  var isPadded: Bool { rolloutRows.count < steps * sequences }

  /// Lays out some pieces of a rollout.
  mutating func gather(_ pieces: ArraySlice<SequencePiece>, of rollout: RolloutBuffer, memory: RolloutMemory) {
    sequences = pieces.count
    steps = pieces.reduce(0) { max($0, $1.length) }
    rolloutRows.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    starts = [Bool](repeating: false, count: steps * sequences)
    for (column, piece) in pieces.enumerated() {
      Self.copy(memory.policyState(of: piece), to: policyStates, row: column)
      Self.copy(memory.valueState(of: piece), to: valueStates, row: column)
    }
    let width = rollout.width
    for step in 0..<steps {
      for (column, piece) in pieces.enumerated() {
        let position = step * sequences + column
        guard step < piece.length else {
          (observations.pointer + position * width).update(repeating: 0, count: width)
          continue
        }
        let row = (piece.firstStep + step) * rollout.environments + piece.environment
        rolloutRows.append(row)
        positions.append(Int32(position))
        starts[position] = memory.starts[row]
        rollout.copyObservation(row, to: observations.pointer + position * width)
      }
    }
  }

  private static func copy(_ source: ArraySlice<Float>, to target: AlignedBuffer<Float>, row: Int) {
    source.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      (target.pointer + row * source.count).update(from: start, count: source.count)
    }
  }
}
