import Accounting
import RLCore
import Randomness
import Settings
import Trading

/// Funding-rate arbitrage on perpetual futures: long on one venue, short on another, paid for the difference.
///
/// A step takes one hour. At hour t the action is filled at the open of candle t; then, at t + 1, funding stamped
/// t + 1 is settled for the legs held, legs that hour t took beyond their liquidation price are liquidated,
/// stop-losses fire, and what they close is filled at the open of t + 1. A position opened at t neither pays nor
/// receives the funding of t.
///
/// With a ``FundingArbitrageConfiguration/decisionInterval`` of several hours a step takes all hours until the next
/// decision; each of them is lived as above, without an action. An end within them ends the step.
///
/// An action that the mask forbids is counted in ``statistics`` and does nothing; the hour passes all the same. The end
/// of the window is a truncation: the last step closes everything and charges for it, unless
/// ``FundingArbitrageConfiguration/closesRandomWindows`` is off.
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
  /// How the episode ended, `nil` while it continues.
  public internal(set) var end: EpisodeEnd?
  /// The books of the last episode that ended, which stay when the next one begins.
  ///
  /// `nil` where none has ended, and where it ran without ``isRecording``.
  public internal(set) var finishedBooks: EpisodeBooks?
  /// Steps taken over all episodes; what ``RewardConfiguration/costRampSteps`` goes by.
  public var age = 0

  private let windows: EpisodeWindows
  var account: Account
  var firstHour: Int
  var lastHour: Int
  /// What each pair looked like when it was opened, by position slot.
  var entries: ContiguousArray<PairEntry>
  var rejectedActions = RejectedActions()
  var lastAction = FundingArbitrageAction.hold
  var consecutiveHolds = 0

  /// An environment on a market.
  ///
  /// It stands at the start of an episode that is the same for all; `reset` starts one of its own. Nothing of the
  /// market is copied or computed, so that a phase of a curriculum or a fold builds its environments anew.
  ///
  /// - Throws: `ConfigurationError` for settings out of range and for a market that cannot serve them.
  public init(
    market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration
  ) throws(ConfigurationError) {
    try configuration.validate()
    try require(
      configuration.opportunitySlots <= market.slotCount, "opportunitySlots",
      must: "be at most the market's \(market.slotCount)", found: configuration.opportunitySlots)
    self.market = market
    self.configuration = configuration
    windows = try EpisodeWindows(configuration, hourCount: market.hourCount)
    observationSpace = configuration.observationSpace
    actionSpace = DiscreteAction.Domain(count: configuration.actionCount)
    account = Account(
      instruments: market.instruments, rules: market.rules, grid: market.grid,
      settings: configuration.accountSettings)
    entries = ContiguousArray(repeating: PairEntry(), count: configuration.positionSlots)
    hour = 0
    firstHour = 0
    lastHour = 0
    var random = RandomStream(seed: 0)
    reset(using: &random)
  }

  /// Always: most actions are impossible in most hours.
  public var masksActions: Bool { true }

  /// Draws a window and trading conditions, and starts with cash alone.
  public mutating func reset(using random: inout RandomStream) {
    let window = windows.draw(using: &random)
    firstHour = window.lowerBound
    lastHour = window.upperBound
    let trading: TradingConfig
    switch configuration.trading {
    case .fixed(let settings): trading = settings
    case .sampled(let ranges): trading = ranges.sample(using: &random)
    }
    hour = firstHour
    end = nil
    rejectedActions = RejectedActions()
    lastAction = .hold
    consecutiveHolds = 0
    account.reset(trading: trading, firstBar: hour, isRecording: isRecording)
    account.recordEquity(bar: hour)
  }

  /// Counters of the episode.
  public var statistics: EnvironmentStatistics {
    EnvironmentStatistics(account.statistics, rejectedActions: rejectedActions)
  }

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
