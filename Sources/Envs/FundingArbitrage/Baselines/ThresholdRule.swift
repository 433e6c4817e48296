import RLCore
import Randomness
import Settings

/// Enters the best opportunity above one funding rate and leaves positions below another: what a person would do.
public struct ThresholdRule: FundingArbitragePolicy, Sendable, Equatable {
  /// Funding above which an opportunity is entered, percent of notional a year.
  public let enterAbove: Double
  /// Funding below which a position is closed, percent of notional a year.
  public let exitBelow: Double

  /// A rule from its thresholds; `exitBelow` is at most `enterAbove`.
  public init(enterAbove: Double, exitBelow: Double) {
    precondition(
      exitBelow <= enterAbove, "exitBelow must not be above enterAbove, was \(exitBelow) and \(enterAbove)")
    self.enterAbove = enterAbove
    self.exitBelow = exitBelow
  }

  /// Exits come first, then the entry of the highest rate at the largest valid size.
  public mutating func action(
    in environment: FundingArbitrageEnvironment, mask: [Bool], using random: inout RandomStream
  ) -> DiscreteAction {
    let configuration = environment.configuration
    for slot in 0..<configuration.positionSlots {
      if let rate = environment.fundingRate(ofPosition: slot), rate < exitBelow {
        return configuration.action(.exit(slot: slot))
      }
    }
    var best: (rate: Double, action: DiscreteAction)?
    for slot in 0..<configuration.opportunitySlots {
      guard let rate = environment.fundingRate(ofOpportunity: slot), rate > enterAbove, rate > best?.rate ?? enterAbove,
        let action = largestEntry(slot, in: configuration, mask: mask)
      else { continue }
      best = (rate, action)
    }
    return best?.action ?? configuration.action(.hold)
  }

  private func largestEntry(
    _ slot: Int, in configuration: FundingArbitrageConfiguration, mask: [Bool]
  ) -> DiscreteAction? {
    let valid = configuration.sizeFractions.indices.filter {
      mask[configuration.action(.enter(slot: slot, size: $0)).index]
    }
    return valid.max { configuration.sizeFractions[$0] < configuration.sizeFractions[$1] }
      .map { configuration.action(.enter(slot: slot, size: $0)) }
  }
}

extension ThresholdRule {
  /// Entry thresholds that ``best(on:configuration:enterAbove:exitBelow:)`` tries, percent a year.
  public static let entryGrid: [Double] = [20, 40, 80, 160, 320]
  /// Exit thresholds that ``best(on:configuration:enterAbove:exitBelow:)`` tries, percent a year.
  public static let exitGrid: [Double] = [-40, -10, 0, 5, 20]

  /// The rule of a grid that ends with the highest equity over the data of a configuration.
  ///
  /// Every data range is played from its first hour to its last with the initial capital; the equities add up.
  ///
  /// Give it the training hours: chosen on the hours that it is judged on, it would know the future.
  ///
  /// - Throws: `ConfigurationError` as the environment does.
  /// - Complexity: One episode over each data range for each pair of thresholds.
  public static func best(
    on market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration,
    enterAbove: [Double] = entryGrid, exitBelow: [Double] = exitGrid
  ) throws(ConfigurationError) -> ThresholdRule {
    var environments: [FundingArbitrageEnvironment] = []
    for range in configuration.dataRanges.isEmpty ? [0..<market.hourCount] : configuration.dataRanges {
      var training = configuration
      training.window = .fullRange
      training.dataRanges = [range]
      environments.append(try FundingArbitrageEnvironment(market: market, configuration: training))
    }
    var best: (equity: Double, rule: ThresholdRule)?
    for entry in enterAbove {
      for exit in exitBelow where exit <= entry {
        var rule = ThresholdRule(enterAbove: entry, exitBelow: exit)
        var equity = 0.0
        for index in environments.indices {
          var random = RandomStream(seed: 0)
          environments[index].play(&rule, using: &random)
          equity += environments[index].equity
        }
        if equity > best?.equity ?? -.infinity { best = (equity, rule) }
      }
    }
    guard let best else {
      throw ConfigurationError(
        field: "enterAbove", must: "pair with an exitBelow not above it", found: "\(enterAbove) and \(exitBelow)")
    }
    return best.rule
  }
}
