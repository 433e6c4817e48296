import RLCore
import Randomness
import Trading

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

/// What a rule takes for the funding of a pair.
public enum FundingSignal: String, Sendable, Codable, CaseIterable {
  /// The last settled rates.
  case lastRate
  /// What was settled within the last 24 hours: slower, but not fooled by one settlement.
  case dailyMean
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

  /// Funding of an opportunity, percent of notional a year; `nil` for an empty slot.
  public func fundingRate(ofOpportunity slot: Int, by signal: FundingSignal = .lastRate) -> Double? {
    let opportunity = market.slots[hour * market.slotCount + slot]
    return opportunity.isEmpty
      ? nil : yearlyRate(long: Int(opportunity.long), short: Int(opportunity.short), by: signal)
  }

  /// Funding of an open position, percent of notional a year; `nil` for a free slot.
  public func fundingRate(ofPosition slot: Int, by signal: FundingSignal = .lastRate) -> Double? {
    guard account.positions[slot].isOpen else { return nil }
    return yearlyRate(
      long: account.long(ofPosition: slot).instrument, short: account.short(ofPosition: slot).instrument, by: signal)
  }

  private func yearlyRate(long: Int, short: Int, by signal: FundingSignal) -> Double {
    if signal == .dailyMean {
      return 100 * 24 * 365 * Double(market.rateMeans(short, at: hour).day - market.rateMeans(long, at: hour).day)
    }
    return 3 * 365 * InstrumentBar.fundProfit8h(long: market.row(long, at: hour), short: market.row(short, at: hour))
  }
}
