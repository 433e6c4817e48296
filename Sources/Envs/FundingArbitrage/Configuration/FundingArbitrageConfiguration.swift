import Settings
import Trading

/// Everything about a funding-arbitrage task but the market itself.
///
/// The presets ``simple``, ``pbt`` and ``full`` are values of this one type; there is one environment.
public struct FundingArbitrageConfiguration: Configuration {
  /// What an observation consists of.
  public enum ObservationLayout: String, Codable, Sendable, CaseIterable {
    /// 14 portfolio values, then 22 for each opportunity slot.
    case compact
    /// 5 settings, 10 portfolio values, 12 for each position slot, 20 for each opportunity slot.
    case modular
    /// 5 settings, 11 portfolio values, 21 for each position slot, 24 for each opportunity slot: in every preset each
    /// opportunity says whether its pair or its symbol is held, and each position what its own pair pays now and what
    /// leaving it would cost.
    case linked
  }

  /// The hours that an episode covers.
  public enum EpisodeWindow: Codable, Sendable, Equatable {
    /// As many hours from a random start, uniform over all starts that leave the window within one data range.
    case randomWindow(hours: Int)
    /// The whole of the data, which must be one range.
    case fullRange
  }

  /// Opportunities that can be seen and entered.
  public var opportunitySlots: Int
  /// Positions that can be seen and exited.
  public var positionSlots: Int
  /// One ENTER action for each slot and fraction; see `PositionSizing`.
  public var sizeFractions: [Double]
  /// How a fraction becomes a notional.
  public var sizing: PositionSizing
  /// Layout of an observation.
  public var layout: ObservationLayout
  /// Cash at the start of an episode, USD.
  public var initialCapital: Double = 10_000
  /// Risk settings of the account.
  public var trading: TradingConfigSource
  /// Fills and fees.
  public var execution = ExecutionConfiguration()
  /// Reward terms.
  public var reward = RewardConfiguration()
  /// Limits of the account.
  public var risk = RiskConfiguration()
  /// Hours of an episode.
  public var window: EpisodeWindow = .randomWindow(hours: 72)
  /// Whether a random window ends with every position closed at full cost.
  ///
  /// Where it does not, the last reward marks positions to the market, and what they are still worth is left to the
  /// value of the final observation. The whole range always closes: it judges.
  public var closesRandomWindows = true
  /// Hours between decisions, a divisor of 24: the agent acts at the UTC hours that are multiples of it, and at the
  /// first hour of an episode.
  ///
  /// The account lives every hour in between, as with HOLD; the reward of a step is the sum of its hours.
  public var decisionInterval = 1
  /// Whether observations contain the share of the episode that has passed; 0 stands in its place otherwise.
  public var observesProgress = true
  /// Hours of the market that episodes may use, ascending and without overlap; empty for all.
  ///
  /// An episode lies within one of them, and no step reads a row outside of it: training folds with a gap between
  /// them stay apart. Ranges too short for the window serve no episode.
  public var dataRanges: [Range<Int>] = []

  /// A task from its shape; the other fields start at their defaults.
  public init(
    opportunitySlots: Int, positionSlots: Int, sizeFractions: [Double], sizing: PositionSizing,
    layout: ObservationLayout, trading: TradingConfigSource
  ) {
    self.opportunitySlots = opportunitySlots
    self.positionSlots = positionSlots
    self.sizeFractions = sizeFractions
    self.sizing = sizing
    self.layout = layout
    self.trading = trading
  }

  /// Number of actions: HOLD, one ENTER for each slot and fraction, one EXIT for each position slot.
  public var actionCount: Int { 1 + opportunitySlots * sizeFractions.count + positionSlots }

  /// What the account of an episode is opened with: positions are pairs.
  var accountSettings: AccountSettings {
    AccountSettings(
      initialCapital: initialCapital, positionSlots: positionSlots, legsPerPosition: 2, sizing: sizing,
      execution: execution, risk: risk)
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((1...64).contains(opportunitySlots), "opportunitySlots", must: "be in 1...64", found: opportunitySlots)
    try require(
      !sizeFractions.isEmpty && sizeFractions.allSatisfy { $0 > 0 && $0 <= 1 }, "sizeFractions",
      must: "be one or more shares in 0...1", found: sizeFractions)
    try accountSettings.validate()
    try validateTrading()
    try reward.validate()
    if case .randomWindow(let hours) = window {
      try require(hours > 0, "window.hours", must: "be positive", found: hours)
    }
    try require(
      decisionInterval > 0 && 24 % decisionInterval == 0, "decisionInterval", must: "divide 24", found: decisionInterval
    )
  }

  private func validateTrading() throws(ConfigurationError) {
    let most: Int
    switch trading {
    case .fixed(let config):
      try config.validate()
      most = config.maximumPositions
    case .sampled(let ranges):
      try ranges.validate()
      most = ranges.maximumPositions.upperBound
    }
    try require(
      most <= positionSlots, "trading.maximumPositions", must: "be at most the \(positionSlots) position slots",
      found: most)
  }
}
