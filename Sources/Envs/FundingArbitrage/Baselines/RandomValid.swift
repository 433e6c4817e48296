import RLCore
import Randomness

/// Chooses uniformly among the valid actions: the result of trading without knowledge.
public struct RandomValid: FundingArbitragePolicy {
  /// A uniform policy.
  public init() {}

  /// Draws one of the valid actions.
  public mutating func action(
    in environment: FundingArbitrageEnvironment, mask: [Bool], using random: inout RandomStream
  ) -> DiscreteAction {
    Self.choose(from: mask.span, using: &random)
  }

  /// A uniform draw among the flags that are set.
  ///
  /// - Precondition: At least one flag is set.
  @inline(__always)
  static func choose(from mask: Span<Bool>, using random: inout RandomStream) -> DiscreteAction {
    var valid = 0
    for index in 0..<mask.count where mask[index] { valid += 1 }
    var remaining = random.index(below: valid)
    for index in 0..<mask.count where mask[index] {
      if remaining == 0 { return DiscreteAction(index) }
      remaining -= 1
    }
    return DiscreteAction(0)
  }
}
