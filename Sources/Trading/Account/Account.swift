import Accounting
import MarketData

/// The money of an account: cash, legs with isolated margin, and the rules that they obey.
///
/// An account is a row of position slots. A position has one leg (a bet on a price) or two (a hedged pair, opened and
/// closed together); every leg has its own margin, funding and liquidation price, and is booked by itself.
///
/// Equity is cash plus the price profit of open legs at the mark. Cash changes by realised price profit, fees and
/// funding alone, and every change goes through one function that writes the ledger row.
///
/// ``advance(from:to:)`` is the one sequence of events of a bar, for an environment and for a live account alike.
public struct Account: Sendable {
  /// What there is to trade; indices into it name instruments in orders, legs and rows.
  public let instruments: [TradedInstrument]
  /// Distinct venue rules; see ``TradedInstrument/rules``.
  public let rules: [VenueRules]
  /// Turns bars into times.
  public let grid: TimeGrid
  /// What the account was opened with.
  public let settings: AccountSettings
  /// Prices and fees of fills.
  public let fills: FillModel
  /// Risk settings since the reset.
  public private(set) var trading = TradingConfig()
  /// One for each of ``rules``.
  public private(set) var limits: ContiguousArray<RuleLimits> = []
  /// Cash, USD.
  public private(set) var cash = 0.0
  /// Cash plus unrealised price profit, USD; current after ``revalue()``.
  public private(set) var equity = 0.0
  /// Margin of all open legs, USD; current after ``revalue()``.
  public private(set) var marginUsed = 0.0
  /// Positions open; current after ``revalue()``.
  public private(set) var openCount = 0
  /// Highest equity so far, USD.
  public private(set) var peakEquity = 0.0
  /// Greatest fall from a peak so far, as a share of the peak, not negative.
  public private(set) var maximumDrawdown = 0.0
  /// One for each position slot.
  public internal(set) var positions: ContiguousArray<Position>
  /// Row-major [position slot × leg].
  public internal(set) var legs: ContiguousArray<Leg>
  /// Number that the next position gets.
  var nextNumber = 1
  /// Fees of the last entry, percent of its size.
  public internal(set) var lastEntryFeePercent = 0.0
  /// Fees and distances of fills from the mark since the reset, USD; liquidations are no trades.
  public internal(set) var tradingCosts = 0.0
  /// The first bar at which entries are allowed again after a daily loss.
  public internal(set) var haltedUntil = 0
  /// Equity at the start of the UTC day, USD.
  var dayStartEquity = 0.0
  /// The last trades, for observations.
  public internal(set) var recentTrades = RecentTrades()
  /// Counters since the reset.
  public internal(set) var statistics = AccountStatistics()
  /// Ledger, trades and equity, where they are kept.
  public internal(set) var recording: EpisodeRecording?

  /// An account without cash; ``reset(trading:firstBar:isRecording:)`` opens it.
  ///
  /// - Parameters:
  ///   - instruments: What there is to trade.
  ///   - rules: Distinct venue rules.
  ///   - grid: Turns bars into times.
  ///   - settings: Valid settings.
  public init(instruments: [TradedInstrument], rules: [VenueRules], grid: TimeGrid, settings: AccountSettings) {
    self.instruments = instruments
    self.rules = rules
    self.grid = grid
    self.settings = settings
    fills = FillModel(settings.execution)
    positions = ContiguousArray(repeating: .free, count: settings.positionSlots)
    legs = ContiguousArray(repeating: .none, count: settings.positionSlots * settings.legsPerPosition)
  }

  /// Starts with the initial capital and no positions.
  ///
  /// - Parameters:
  ///   - trading: Risk settings.
  ///   - firstBar: The bar at which it starts.
  ///   - isRecording: Whether ledger, trades and equity are kept.
  public mutating func reset(trading: TradingConfig, firstBar: Int, isRecording: Bool) {
    if limits.isEmpty || trading != self.trading {
      self.trading = trading
      limits.removeAll(keepingCapacity: true)
      for rules in rules { limits.append(RuleLimits(rules, trading: trading, fills: fills)) }
    }
    cash = settings.initialCapital
    peakEquity = cash
    maximumDrawdown = 0
    for index in positions.indices { positions[index] = .free }
    for index in legs.indices { legs[index] = .none }
    nextNumber = 1
    tradingCosts = 0
    haltedUntil = firstBar
    dayStartEquity = cash
    recentTrades = RecentTrades()
    statistics = AccountStatistics()
    recording = isRecording ? EpisodeRecording(initialCapital: cash) : nil
    revalue()
  }

  /// Equity that no leg binds as margin, USD, not negative.
  @inlinable
  public var available: Double { max(equity - marginUsed, 0) }

  /// Fall from the highest equity, as a share of it.
  @inlinable
  public var currentDrawdown: Double { 1 - equity / peakEquity }

  /// Recomputes equity, margin and drawdown from cash and positions.
  public mutating func revalue() {
    var profit = 0.0
    var margin = 0.0
    var count = 0
    for slot in positions.indices where positions[slot].isOpen {
      profit += unrealizedProfit(ofPosition: slot)
      margin += marginUsed(byPosition: slot)
      count += 1
    }
    equity = cash + profit
    marginUsed = margin
    openCount = count
    peakEquity = max(peakEquity, equity)
    maximumDrawdown = max(maximumDrawdown, currentDrawdown)
  }

  /// Changes cash and notes why.
  mutating func book(
    _ kind: LedgerEntry.Kind, amount: Double, price: Double, rate: Double = 0, leg: Leg, position: Int, bar: Int
  ) {
    cash += amount
    guard recording != nil else { return }
    let identity = instruments[leg.instrument]
    recording?.ledger.append(
      LedgerEntry(
        timestamp: grid.timestamp(ofBar: bar), position: position, venue: identity.venue, symbol: identity.symbol,
        side: leg.side, kind: kind, quantity: leg.quantity, price: price, rate: rate, amount: amount))
  }

  /// Adds a point to the equity curve, where it is kept.
  public mutating func recordEquity(bar: Int) {
    recording?.equity.append(
      EquityPoint(
        timestamp: grid.timestamp(ofBar: bar), cash: cash, equity: equity, marginUsed: marginUsed,
        positions: openCount))
  }
}
