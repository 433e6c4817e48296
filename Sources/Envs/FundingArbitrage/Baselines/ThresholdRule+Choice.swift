import Randomness
import Settings

extension ThresholdRule {
  /// Entry thresholds that ``best(on:configuration:signal:enterAbove:exitBelow:widens:)`` tries, percent a year.
  public static let entryGrid: [Double] = [20, 40, 80, 160, 320]
  /// Exit thresholds that ``best(on:configuration:signal:enterAbove:exitBelow:widens:)`` tries, percent a year.
  public static let exitGrid: [Double] = [-40, -10, 0, 5, 20]
  /// How often a threshold at the edge of its grid is doubled, as long as that earns more.
  private static let mostDoublings = 6

  /// The rule of a grid that ends with the highest equity over the data of a configuration.
  ///
  /// Every data range is played from its first hour to its last with the initial capital; the equities add up. Rules
  /// act every hour, whatever the configuration says about decisions.
  ///
  /// Give it the training hours: chosen on the hours that it is judged on, it would know the future.
  ///
  /// - Parameters:
  ///   - market: The market.
  ///   - configuration: The task, with the hours to choose on as its data ranges.
  ///   - signal: What the rule takes for the funding.
  ///   - enterAbove: Entry thresholds to try.
  ///   - exitBelow: Exit thresholds to try.
  ///   - widens: Whether a best entry that is the highest of its grid, or a best exit that is the lowest, is doubled as
  ///     long as that earns more, so that no grid binds.
  /// - Returns: The rule.
  /// - Throws: `ConfigurationError` as the environment does.
  /// - Complexity: One episode over each data range for each pair of thresholds.
  public static func best(
    on market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration,
    signal: FundingSignal = .lastRate, enterAbove: [Double] = entryGrid, exitBelow: [Double] = exitGrid,
    widens: Bool = false
  ) throws(ConfigurationError) -> ThresholdRule {
    var judge = try WholeRanges(market, configuration.hourly)
    var best: (equity: Double, rule: ThresholdRule)?
    func consider(_ entry: Double, _ exit: Double) -> Bool {
      var rule = ThresholdRule(enterAbove: entry, exitBelow: exit, signal: signal)
      let equity = judge.equity(of: &rule)
      guard equity > best?.equity ?? -.infinity else { return false }
      best = (equity, rule)
      return true
    }
    for entry in enterAbove {
      for exit in exitBelow where exit <= entry { _ = consider(entry, exit) }
    }
    guard let gridded = best else {
      throw ConfigurationError(
        field: "enterAbove", must: "pair with an exitBelow not above it", found: "\(enterAbove) and \(exitBelow)")
    }
    guard widens else { return gridded.rule }
    if gridded.rule.enterAbove > 0, gridded.rule.enterAbove == enterAbove.max() {
      var entry = gridded.rule.enterAbove
      for _ in 0..<mostDoublings {
        entry *= 2
        if !(exitBelow.filter { $0 <= entry }.map { consider(entry, $0) }.contains(true)) { break }
      }
    }
    if let (_, rule) = best, rule.exitBelow < 0, rule.exitBelow == exitBelow.min() {
      var exit = rule.exitBelow
      for _ in 0..<mostDoublings {
        exit *= 2
        if !consider(rule.enterAbove, exit) { break }
      }
    }
    return best?.rule ?? gridded.rule
  }
}

extension ThresholdRule {
  /// Profit of the rule over each data range of a configuration as a whole, acting every hour, USD.
  ///
  /// - Throws: `ConfigurationError` as the environment does.
  public func profit(
    on market: FundingArbitrageMarket, _ configuration: FundingArbitrageConfiguration
  ) throws(ConfigurationError) -> Double {
    var judge = try WholeRanges(market, configuration.hourly)
    var rule = self
    return judge.equity(of: &rule) - Double(judge.count) * configuration.initialCapital
  }
}

extension FundingArbitrageConfiguration {
  /// The same with a decision every hour.
  public var hourly: Self {
    var configuration = self
    configuration.decisionInterval = 1
    return configuration
  }
}

/// Plays policies over each data range of a configuration as a whole: to choose one of them by what it earns.
struct WholeRanges {
  private var environments: [FundingArbitrageEnvironment] = []

  /// - Throws: `ConfigurationError` as the environment does.
  init(_ market: FundingArbitrageMarket, _ configuration: FundingArbitrageConfiguration) throws(ConfigurationError) {
    for range in configuration.dataRanges.isEmpty ? [0..<market.hourCount] : configuration.dataRanges {
      var training = configuration
      training.window = .fullRange
      training.dataRanges = [range]
      environments.append(try FundingArbitrageEnvironment(market: market, configuration: training))
    }
  }

  /// How many ranges there are.
  var count: Int { environments.count }

  /// Sum of the equities at the ends of the ranges, USD.
  mutating func equity(of policy: inout some FundingArbitragePolicy) -> Double {
    var equity = 0.0
    for index in environments.indices {
      var random = RandomStream(seed: 0)
      environments[index].play(&policy, using: &random)
      equity += environments[index].equity
    }
    return equity
  }
}
