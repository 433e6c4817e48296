/// What ``checkGradient(at:step:tolerance:of:)`` found.
public struct GradientReport: Sendable, CustomStringConvertible {
  /// A derivative that is not what differences say.
  public struct Mismatch: Sendable, CustomStringConvertible {
    /// Position of the input among those that were checked.
    public let input: Int
    /// Position of the value within the input, row-major.
    public let index: Int
    /// What the operations computed.
    public let computed: Double
    /// What it should be.
    public let expected: Double
    /// How the operations ran when they disagreed.
    public let situation: Situation

    /// The finding as text.
    public var description: String {
      "input \(input), value \(index), \(situation.rawValue): computed \(computed), expected \(expected)"
    }
  }

  /// Which inputs needed a gradient, and how often it was asked for.
  public enum Situation: String, Sendable {
    /// All inputs at once, against central differences.
    case together
    /// One input with all others constant, against all inputs at once.
    case alone
    /// Two backward passes over one record, against twice the gradient of one.
    case twice
  }

  /// Every wrong derivative; empty if the operations are right.
  public internal(set) var mismatches: [Mismatch] = []
  /// The greatest difference of any derivative from its expected value, relative to the greater of the two and 1.
  public internal(set) var largestError = 0.0
  /// How many derivatives were compared with differences.
  public internal(set) var derivativeCount = 0
  /// Type names of the recorded operations, to prove that a check covers what it claims.
  public internal(set) var operations: [String] = []

  /// Whether every derivative is right, and there was one.
  public var isPassed: Bool { mismatches.isEmpty && derivativeCount > 0 }

  /// The finding as text.
  public var description: String {
    let shown = mismatches.prefix(5).map { "\n\($0)" }.joined()
    return "\(mismatches.count) of \(derivativeCount) derivatives are wrong, largest error \(largestError)\(shown)"
  }

  /// Compares one derivative.
  ///
  /// A value that is not a number is always wrong.
  mutating func compare(_ mismatch: Mismatch, tolerance: Double) {
    let (computed, expected) = (mismatch.computed, mismatch.expected)
    let error = abs(computed - expected) / max(1, abs(computed), abs(expected))
    if error.isNaN || error > tolerance { mismatches.append(mismatch) }
    largestError = error.isNaN ? .infinity : max(largestError, error)
  }
}
