import RLCore
import Randomness

/// Never opens a position: the result of staying in cash.
public struct NoTrade: FundingArbitragePolicy {
  /// A policy that holds.
  public init() {}

  /// Holds.
  public mutating func action(
    in environment: FundingArbitrageEnvironment, mask: [Bool], using random: inout RandomStream
  ) -> DiscreteAction {
    DiscreteAction(0)
  }
}
