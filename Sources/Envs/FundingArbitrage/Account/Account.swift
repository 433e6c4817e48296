import Accounting
import MarketData

/// The money of one episode: cash, positions and the rules that they obey.
///
/// Equity is cash plus the price profit of open legs at the mark. Cash changes by realised price profit, fees and
/// funding alone, and every change goes through ``book(_:amount:price:rate:leg:position:hour:)``.
struct Account {
  let market: FundingArbitrageMarket
  let configuration: FundingArbitrageConfiguration
  let fills: FillModel
  /// Settings of this episode.
  private(set) var trading = TradingConfig()
  /// One for each of the market's distinct rules.
  private(set) var limits: ContiguousArray<RuleLimits> = []
  /// Cash, USD.
  var cash = 0.0
  /// Cash plus unrealised price profit, USD; current after ``revalue()``.
  private(set) var equity = 0.0
  /// Margin of all open legs, USD; current after ``revalue()``.
  private(set) var marginUsed = 0.0
  /// Positions open; current after ``revalue()``.
  private(set) var openCount = 0
  /// Highest equity so far, USD.
  private(set) var peakEquity = 0.0
  /// Greatest fall from a peak so far, as a share of the peak, not negative.
  private(set) var maximumDrawdown = 0.0
  /// Position slots.
  var positions: ContiguousArray<Position>
  /// Number that the next position gets.
  var nextNumber = 1
  /// Fees of the last entry, percent of its size.
  var lastEntryFeePercent = 0.0
  /// Fees and distances of fills from the mark since the reset, USD; liquidations are no trades.
  var tradingCosts = 0.0
  /// The last trades, for observations.
  var recentTrades = RecentTrades()
  /// Counters of the episode.
  var statistics = EnvironmentStatistics()
  /// Ledger, trades and equity, where they are kept.
  var recording: EpisodeRecording?

  init(market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration) {
    self.market = market
    self.configuration = configuration
    fills = FillModel(configuration.execution)
    positions = ContiguousArray(repeating: .free, count: configuration.positionSlots)
  }

  /// Starts an episode with the initial capital and no positions.
  mutating func reset(trading: TradingConfig, isRecording: Bool) {
    if limits.isEmpty || trading != self.trading {
      self.trading = trading
      limits.removeAll(keepingCapacity: true)
      for rules in market.rules { limits.append(RuleLimits(rules, trading: trading, fills: fills)) }
    }
    cash = configuration.initialCapital
    peakEquity = cash
    maximumDrawdown = 0
    for index in positions.indices { positions[index] = .free }
    nextNumber = 1
    tradingCosts = 0
    recentTrades = RecentTrades()
    statistics = EnvironmentStatistics()
    recording = isRecording ? EpisodeRecording(initialCapital: cash) : nil
    revalue()
  }

  /// Equity that no leg binds as margin, USD, not negative.
  var available: Double { max(equity - marginUsed, 0) }

  /// Fall from the highest equity, as a share of it.
  var currentDrawdown: Double { 1 - equity / peakEquity }

  /// Distance of the closest leg to liquidation, as a share of its mark; 1 without positions.
  var liquidationDistance: Double {
    positions.withUnsafeBufferPointer { positions in
      var closest = 1.0
      for index in positions.indices where positions[index].isOpen {
        closest = min(closest, positions[index].liquidationDistance)
      }
      return closest
    }
  }

  /// Recomputes equity, margin and drawdown from cash and positions.
  mutating func revalue() {
    var profit = 0.0
    var margin = 0.0
    var count = 0
    positions.withUnsafeBufferPointer { positions in
      for index in positions.indices where positions[index].isOpen {
        profit += positions[index].unrealizedProfit
        margin += positions[index].marginUsed
        count += 1
      }
    }
    equity = cash + profit
    marginUsed = margin
    openCount = count
    peakEquity = max(peakEquity, equity)
    maximumDrawdown = max(maximumDrawdown, currentDrawdown)
  }

  /// Changes cash and notes why.
  mutating func book(
    _ kind: LedgerEntry.Kind, amount: Double, price: Double, rate: Double = 0, leg: Leg, position: Int, hour: Int
  ) {
    cash += amount
    guard recording != nil else { return }
    let identity = market.instruments[leg.instrument]
    recording?.ledger.append(
      LedgerEntry(
        timestamp: market.timestamp(ofHour: hour), position: position, venue: identity.venue,
        symbol: identity.symbol, side: leg.side, kind: kind, quantity: leg.quantity, price: price, rate: rate,
        amount: amount))
  }

  /// Adds a point to the equity curve, where it is kept.
  mutating func recordEquity(hour: Int) {
    recording?.equity.append(
      EquityPoint(
        timestamp: market.timestamp(ofHour: hour), cash: cash, equity: equity, marginUsed: marginUsed,
        positions: openCount))
  }
}
