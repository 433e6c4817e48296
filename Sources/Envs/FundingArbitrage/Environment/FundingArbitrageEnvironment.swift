import Accounting
import RLCore
import Randomness
import Settings

/// Funding-rate arbitrage on perpetual futures: long on one venue, short on another, paid for the difference.
///
/// A step takes one hour. At hour t the action is filled at the open of candle t; then, at t + 1, funding stamped
/// t + 1 is settled for the legs held, legs that hour t took beyond their liquidation price are liquidated,
/// stop-losses fire, and what they close is filled at the open of t + 1. A position opened at t neither pays nor
/// receives the funding of t.
///
/// An action that the mask forbids is counted in ``statistics`` and does nothing; the hour passes all the same. The end
/// of the window is a truncation: the last step closes everything and charges for it.
///
/// - Note: Spread, depth and impact are modelled from volume. Both venues share one account: transfers between
///   venues take no time and cost nothing.
public struct FundingArbitrageEnvironment: Environment, Bookkeeping {
  /// What the environment accepts.
  public typealias ActionType = DiscreteAction

  /// Prices, rates and opportunities.
  public let market: FundingArbitrageMarket
  /// The task.
  public let configuration: FundingArbitrageConfiguration
  /// What one observation holds.
  public let observationSpace: ObservationSpace
  /// Hold, enter by opportunity and size, exit by position.
  public let actionSpace: DiscreteAction.Domain
  /// Whether ledger, trades and equity are kept; takes effect at the next reset.
  public var isRecording = false
  /// The current hour, an index of the market's grid.
  public internal(set) var hour: Int
  /// How the episode ended, `nil` while it goes on.
  public internal(set) var end: EpisodeEnd?
  /// The books of the last episode that ended, which stay when the next one begins.
  ///
  /// `nil` where none has ended, and where it ran without ``isRecording``.
  public internal(set) var finishedBooks: EpisodeBooks?

  /// Hours that episodes may use.
  let dataRange: Range<Int>
  var account: Account
  var firstHour: Int
  var lastHour: Int
  var haltedUntil: Int
  var dayStartEquity: Double
  var lastAction = FundingArbitrageAction.hold
  var consecutiveHolds = 0

  /// An environment on a market.
  ///
  /// It stands at the first hour of its data range with the first settings of its ranges; `reset` starts an episode.
  ///
  /// - Throws: `ConfigurationError` for settings out of range and for a market that cannot serve them.
  public init(
    market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration
  ) throws(ConfigurationError) {
    try configuration.validate()
    let range = configuration.dataRange ?? 0..<market.hourCount
    try require(
      configuration.opportunitySlots <= market.slotCount, "opportunitySlots",
      must: "be at most the market's \(market.slotCount)", found: configuration.opportunitySlots)
    try require(
      range.lowerBound >= 0 && range.upperBound <= market.hourCount && range.count >= 2, "dataRange",
      must: "hold at least 2 of the market's hours 0..<\(market.hourCount)", found: range)
    if case .randomWindow(let hours) = configuration.window {
      try require(hours < range.count, "window.hours", must: "be below the \(range.count) hours of data", found: hours)
    }
    self.market = market
    self.configuration = configuration
    dataRange = range
    observationSpace = configuration.observationSpace
    actionSpace = DiscreteAction.Domain(count: configuration.actionCount)
    account = Account(market: market, configuration: configuration)
    hour = range.lowerBound
    firstHour = range.lowerBound
    lastHour = range.upperBound - 1
    haltedUntil = range.lowerBound
    dayStartEquity = configuration.initialCapital
    var random = RandomStream(seed: 0)
    reset(using: &random)
  }

  /// Always: most actions are impossible in most hours.
  public var masksActions: Bool { true }

  /// Draws a window and trading conditions, and starts with cash alone.
  public mutating func reset(using random: inout RandomStream) {
    switch configuration.window {
    case .fullRange:
      firstHour = dataRange.lowerBound
      lastHour = dataRange.upperBound - 1
    case .randomWindow(let hours):
      firstHour = dataRange.lowerBound + random.index(below: dataRange.count - hours)
      lastHour = firstHour + hours
    }
    let trading: TradingConfig
    switch configuration.trading {
    case .fixed(let settings): trading = settings
    case .sampled(let ranges): trading = ranges.sample(using: &random)
    }
    hour = firstHour
    end = nil
    haltedUntil = firstHour
    dayStartEquity = configuration.initialCapital
    lastAction = .hold
    consecutiveHolds = 0
    account.reset(trading: trading, isRecording: isRecording)
    account.recordEquity(hour: hour)
  }

  /// Counters of the episode.
  public var statistics: EnvironmentStatistics { account.statistics }

  /// Ledger, trades and equity of the episode, `nil` unless ``isRecording`` was set before the reset.
  public var recording: EpisodeRecording? { account.recording }

  /// Risk settings of the episode.
  public var trading: TradingConfig { account.trading }

  /// Cash plus unrealised price profit, USD.
  public var equity: Double { account.equity }

  /// Cash, USD.
  public var cash: Double { account.cash }

  /// Margin of open legs, USD.
  public var marginUsed: Double { account.marginUsed }

  /// Positions that are open.
  public var openPositions: Int { account.openCount }
}
