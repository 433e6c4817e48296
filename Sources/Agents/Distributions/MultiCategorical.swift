import RLCore
import Randomness
import Tensors

/// Several independent choices at once; log-probabilities and entropies add up.
public struct MultiCategorical: PolicyDistribution {
  private let counts: [Int]

  /// One output for each choice; no parameters of its own.
  public init(over space: MultiDiscreteAction.Domain, in layout: inout ParameterLayout) {
    counts = space.counts
  }

  /// Values that the policy network gives for each observation.
  public var outputs: Int { counts.reduce(0, +) }

  /// Draws from each row, or takes its mode.
  public func choose(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, mode: ActingMode, on tape: Tape<Float>,
    actions: UnsafeMutablePointer<Float>, logProbabilities: UnsafeMutablePointer<Float>,
    using random: inout RandomStream
  ) {
    for row in 0..<outputs.rows { logProbabilities[row] = 0 }
    for (choice, part) in parts(of: outputs, mask: mask, on: tape).enumerated() {
      let rows = UnsafePointer(tape.pointer(to: part))
      let weights = tape.makeScratch(count: part.columns)
      for row in 0..<part.rows {
        let values = UnsafeBufferPointer(start: rows + row * part.columns, count: part.columns)
        let index =
          switch mode {
          case .explore, .sample: MaskedCategorical.draw(values, weights: weights, using: &random)
          case .exploit: MaskedCategorical.mostProbable(values)
          }
        actions[row * counts.count + choice] = Float(index)
        logProbabilities[row] += values[index]
      }
    }
  }

  /// Records ln π of stored actions and the entropy of π.
  @_specialize(where Scalar == Float)
  public func evaluate<Scalar>(
    _ actions: UnsafePointer<Scalar>, under outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> (logProbability: Variable, entropy: Variable) {
    var sums: (logProbability: Variable, entropy: Variable)?
    for (choice, part) in parts(of: outputs, mask: mask, on: tape).enumerated() {
      let indices = (0..<outputs.rows).map { Int32(actions[$0 * counts.count + choice]) }
      let terms = (tape.gather(part, indices), tape.entropy(ofLogProbabilities: part))
      sums = sums.map { (tape.add($0.logProbability, terms.0), tape.add($0.entropy, terms.1)) } ?? terms
    }
    guard let sums else { preconditionFailure("Invariant: a multi-discrete space has a choice") }
    return sums
  }

  /// The probability of every option of every choice.
  public func preferences(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Float>
  ) -> ActionPreferences {
    .probabilities(parts(of: outputs, mask: mask, on: tape).map { tape.values(of: tape.exp($0)) })
  }

  /// The action that a stored row stands for.
  public func action(stored: Span<Float>) -> MultiDiscreteAction { MultiDiscreteAction(from: stored) }

  /// Log-probabilities of each choice.
  @_specialize(where Scalar == Float)
  private func parts<Scalar>(
    of outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> [Variable] {
    var start = 0
    return counts.map { count in
      let columns = start..<start + count
      start += count
      let flags = mask.map { mask in
        let chosen: [Bool] = (0..<outputs.rows).flatMap { row in
          columns.map { column in mask[row * outputs.columns + column] != 0 }
        }
        return chosen.withUnsafeBufferPointer { tape.makeMask($0) }
      }
      return tape.logSoftmax(tape.slice(outputs, columns: columns), mask: flags)
    }
  }
}
