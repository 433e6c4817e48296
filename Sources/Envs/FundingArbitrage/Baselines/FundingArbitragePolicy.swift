import RLCore
import Randomness

/// Something that chooses actions by looking at the environment itself: a baseline to measure agents against.
///
/// Baselines act through the same environment, mask and costs as an agent.
public protocol FundingArbitragePolicy {
  /// Chooses an action for the current hour.
  ///
  /// - Parameters:
  ///   - environment: Stands at an hour that has not ended the episode.
  ///   - mask: Which actions are valid; the choice is one of them.
  ///   - random: The only source of randomness.
  /// - Returns: A valid action.
  mutating func action(
    in environment: FundingArbitrageEnvironment, mask: [Bool], using random: inout RandomStream
  ) -> DiscreteAction
}

extension FundingArbitrageEnvironment {
  /// Plays one episode with a policy.
  ///
  /// - Returns: The sum of the rewards. ``equity``, ``statistics`` and ``recording`` hold the rest.
  @discardableResult
  public mutating func play(_ policy: inout some FundingArbitragePolicy, using random: inout RandomStream) -> Double {
    reset(using: &random)
    var mask = [Bool](repeating: true, count: actionSpace.count)
    var total = 0.0
    while end == nil {
      var span = mask.mutableSpan
      writeActionMask(into: &span)
      total += Double(step(policy.action(in: self, mask: mask, using: &random)).reward)
    }
    return total
  }

  /// Funding of an opportunity at the last settled rates, percent of notional a year; `nil` for an empty slot.
  public func fundingRate(ofOpportunity slot: Int) -> Double? {
    let opportunity = market.slots[hour * market.slotCount + slot]
    return opportunity.isEmpty ? nil : yearlyRate(long: Int(opportunity.long), short: Int(opportunity.short))
  }

  /// Funding of an open position at the last settled rates, percent of notional a year; `nil` for a free slot.
  public func fundingRate(ofPosition slot: Int) -> Double? {
    let position = account.positions[slot]
    return position.isOpen ? yearlyRate(long: position.long.instrument, short: position.short.instrument) : nil
  }

  private func yearlyRate(long: Int, short: Int) -> Double {
    3 * 365 * InstrumentHour.fundProfit8h(long: market.row(long, at: hour), short: market.row(short, at: hour))
  }
}
