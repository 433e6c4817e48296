import RLCore
import Randomness
import Settings

/// Enters the best opportunity above one funding rate and leaves positions below another: what a person would do.
public struct ThresholdRule: FundingArbitragePolicy, Sendable, Equatable {
  /// Funding above which an opportunity is entered, percent of notional a year.
  public let enterAbove: Double
  /// Funding below which a position is closed, percent of notional a year.
  public let exitBelow: Double
  /// What it takes for the funding.
  public let signal: FundingSignal

  /// A rule from its thresholds; `exitBelow` is at most `enterAbove`.
  public init(enterAbove: Double, exitBelow: Double, signal: FundingSignal = .lastRate) {
    enforce(
      exitBelow <= enterAbove, "exitBelow must not be above enterAbove, was \(exitBelow) and \(enterAbove)")
    self.enterAbove = enterAbove
    self.exitBelow = exitBelow
    self.signal = signal
  }

  /// Exits come first, then the entry of the highest rate at the largest valid size.
  public mutating func action(
    in environment: FundingArbitrageEnvironment, mask: [Bool], using random: inout RandomStream
  ) -> DiscreteAction {
    let configuration = environment.configuration
    for slot in 0..<configuration.positionSlots {
      if let rate = environment.fundingRate(ofPosition: slot, by: signal), rate < exitBelow {
        return configuration.action(.exit(slot: slot))
      }
    }
    var best: (rate: Double, action: DiscreteAction)?
    for slot in 0..<configuration.opportunitySlots {
      guard let rate = environment.fundingRate(ofOpportunity: slot, by: signal), rate > enterAbove,
        rate > best?.rate ?? enterAbove,
        let action = Self.largestEntry(slot, in: configuration, mask: mask)
      else { continue }
      best = (rate, action)
    }
    return best?.action ?? configuration.action(.hold)
  }

  static func largestEntry(
    _ slot: Int, in configuration: FundingArbitrageConfiguration, mask: [Bool]
  ) -> DiscreteAction? {
    let valid = configuration.sizeFractions.indices.filter {
      mask[configuration.action(.enter(slot: slot, size: $0)).index]
    }
    return valid.max { configuration.sizeFractions[$0] < configuration.sizeFractions[$1] }
      .map { configuration.action(.enter(slot: slot, size: $0)) }
  }
}
