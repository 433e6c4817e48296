import RLCore
import Randomness
import Tensors

/// One choice of several with probabilities softmax(outputs), renormalised over the valid choices
/// (Huang and Ontañón, "A Closer Look at Invalid Action Masking in Policy Gradient Algorithms", 2022).
///
/// Without a mask it is the plain categorical distribution; masked PPO is PPO with a mask, not another agent.
public struct MaskedCategorical: PolicyDistribution {
  /// Choices.
  public let outputs: Int

  /// One output for each choice; no parameters of its own.
  public init(over space: DiscreteAction.Domain, in layout: inout ParameterLayout) {
    outputs = space.count
  }

  /// Draws from each row, or takes its mode.
  public func choose(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, mode: ActingMode, on tape: Tape<Float>,
    actions: UnsafeMutablePointer<Float>, logProbabilities: UnsafeMutablePointer<Float>,
    using random: inout RandomStream
  ) {
    let logs = tape.logSoftmax(outputs, mask: mask)
    let rows = UnsafePointer(tape.pointer(to: logs))
    let weights = tape.makeScratch(count: outputs.columns)
    for row in 0..<outputs.rows {
      let values = UnsafeBufferPointer(start: rows + row * outputs.columns, count: outputs.columns)
      let choice =
        switch mode {
        case .explore, .sample: Self.draw(values, weights: weights, using: &random)
        case .exploit: Self.mostProbable(values)
        }
      actions[row] = Float(choice)
      logProbabilities[row] = values[choice]
    }
  }

  /// Inverts the cumulative distribution.
  ///
  /// An entry of −∞ has no weight and is passed over, so that a masked choice is never drawn, whatever the rounding of
  /// the sum.
  static func draw(
    _ logProbabilities: UnsafeBufferPointer<Float>, weights: UnsafeMutablePointer<Float>,
    using random: inout RandomStream
  ) -> Int {
    guard let start = logProbabilities.baseAddress else { return 0 }
    Float.exponential(start, weights, count: logProbabilities.count)
    var rest = random.uniform()
    var choice = firstValid(logProbabilities)
    for index in logProbabilities.indices where weights[index] > 0 {
      choice = index
      rest -= weights[index]
      if rest < 0 { break }
    }
    return choice
  }

  /// The first choice that is not masked: what stands if no probability compares, as with outputs that are no numbers.
  private static func firstValid(_ logProbabilities: UnsafeBufferPointer<Float>) -> Int {
    logProbabilities.firstIndex { $0 != -.infinity } ?? 0
  }

  static func mostProbable(_ logProbabilities: UnsafeBufferPointer<Float>) -> Int {
    var best = firstValid(logProbabilities)
    for index in logProbabilities.indices where logProbabilities[index] > logProbabilities[best] { best = index }
    return best
  }

  /// Records ln π of stored actions and the entropy of π.
  @_specialize(where Scalar == Float)
  public func evaluate<Scalar>(
    _ actions: UnsafePointer<Scalar>, under outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> (logProbability: Variable, entropy: Variable) {
    let logs = tape.logSoftmax(outputs, mask: mask)
    let indices = (0..<outputs.rows).map { Int32(actions[$0]) }
    return (tape.gather(logs, indices), tape.entropy(ofLogProbabilities: logs))
  }

  /// The probability of every choice.
  public func preferences(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Float>
  ) -> ActionPreferences {
    .probabilities([tape.values(of: tape.exp(tape.logSoftmax(outputs, mask: mask)))])
  }

  /// The action that a stored row stands for.
  public func action(stored: Span<Float>) -> DiscreteAction { DiscreteAction(from: stored) }
}
