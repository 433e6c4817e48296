import RLCore

/// A stretch of one environment's steps that is learnt from as a whole.
struct SequencePiece: Equatable {
  let environment: Int
  let firstStep: Int
  let length: Int
  /// Which of its environment's pieces it is.
  let order: Int
}

/// What a rollout of a recurrent agent holds beside observations and actions: where episodes start, and what policy and
/// value remembered at the start of every piece.
struct RolloutMemory {
  let environments: Int
  /// All pieces of a rollout; each environment's steps are cut at the same places.
  let pieces: [SequencePiece]
  /// Steps from one cut to the next; the last piece may be shorter.
  let sequenceLength: Int
  private let steps: Int
  let policyWidth: Int
  private let valueWidth: Int

  /// Whether the observation is the first of its episode, [steps × environments].
  private(set) var starts: [Bool]
  private var policyStates: [Float]
  private var valueStates: [Float]

  init(steps: Int, environments: Int, sequenceLength: Int, policyWidth: Int, valueWidth: Int) {
    self.steps = steps
    self.environments = environments
    self.sequenceLength = sequenceLength
    self.policyWidth = policyWidth
    self.valueWidth = valueWidth
    let cuts = Array(stride(from: 0, to: steps, by: sequenceLength))
    pieces = cuts.enumerated().flatMap { order, first in
      (0..<environments).map { environment in
        SequencePiece(
          environment: environment, firstStep: first, length: min(sequenceLength, steps - first), order: order)
      }
    }
    starts = [Bool](repeating: false, count: steps * environments)
    policyStates = [Float](repeating: 0, count: pieces.count * policyWidth)
    valueStates = [Float](repeating: 0, count: pieces.count * valueWidth)
  }

  /// Where each environment's steps are cut, first to last.
  var stretches: [Range<Int>] {
    stride(from: 0, to: steps, by: sequenceLength).map { $0..<min($0 + sequenceLength, steps) }
  }

  /// Keeps what is known before a step is acted on.
  mutating func keepDecision(starts flags: [Bool], state: RecurrentState, at step: Int) {
    starts.replaceSubrange(step * environments..<(step + 1) * environments, with: flags)
    guard step % sequenceLength == 0 else { return }
    let first = step / sequenceLength * environments * policyWidth
    policyStates.replaceSubrange(first..<first + environments * policyWidth, with: state.values)
  }

  /// Keeps what the value remembers before the first step of a stretch.
  mutating func keepValue(state: RecurrentState, at step: Int) {
    let first = step / sequenceLength * environments * valueWidth
    valueStates.replaceSubrange(first..<first + environments * valueWidth, with: state.values)
  }

  /// What the policy remembered when a piece began.
  func policyState(of piece: SequencePiece) -> ArraySlice<Float> {
    let row = piece.order * environments + piece.environment
    return policyStates[row * policyWidth..<(row + 1) * policyWidth]
  }

  /// What the value remembered when a piece began.
  func valueState(of piece: SequencePiece) -> ArraySlice<Float> {
    let row = piece.order * environments + piece.environment
    return valueStates[row * valueWidth..<(row + 1) * valueWidth]
  }
}
