import Accounting
import MarketData
import Settings
import Trading

/// Two instruments of one symbol at 100 USD, in hourly bars, without spread, until a test says otherwise.
struct TradingFixture {
  static let plainRow = InstrumentBar(
    mark: 100, high: 100, low: 100, settledRate: .nan, halfSpread: 0, depth: 1e9, impactScale: 0, hourlyRate: 0,
    isTraded: true, quote: .open)

  /// One maintenance tier of 0.5 %, fee 0.05 %, liquidation fee 0.1 %, least notional 10.
  static let rules = VenueRules(
    makerFee: 0.0002, takerFee: 0.0005, minimumNotional: 10, liquidationFee: 0.001,
    marginTiers: MarginTier.table([(0, 0.005, 125)]))

  /// [instrument][bar].
  var rows: [[InstrumentBar]]
  var settings = AccountSettings()
  var trading = TradingConfig(leverage: 5, maximumPositions: 1, stopLoss: -1)
  var barLength = BarLength.hour

  init(bars: Int) {
    rows = Array(repeating: Array(repeating: Self.plainRow, count: bars), count: 2)
  }

  /// Sets the open, and with it high and low, from a bar on.
  mutating func price(_ price: Double, of instrument: Int, from bar: Int) {
    for later in bar..<rows[instrument].count {
      rows[instrument][later].mark = price
      rows[instrument][later].high = price
      rows[instrument][later].low = price
    }
  }

  func bar(_ bar: Int) -> [InstrumentBar] { rows.map { $0[bar] } }

  /// What is known of a bar at its start: no high, no low, no trades.
  func opening(_ bar: Int) -> [InstrumentBar] {
    rows.map {
      var row = $0[bar]
      row.high = row.mark
      row.low = row.mark
      return row
    }
  }

  /// An account at bar 0.
  var live: LiveAccount {
    get throws {
      var account = Account(
        instruments: [
          TradedInstrument(venue: "alpha", symbol: "BTC", rules: 0),
          TradedInstrument(venue: "beta", symbol: "BTC", rules: 0),
        ], rules: [Self.rules], grid: TimeGrid(start: 0, barLength: barLength), settings: settings)
      account.reset(trading: trading, firstBar: 0, isRecording: true)
      return try LiveAccount(account, opening: opening(0), bar: 0)
    }
  }

  /// Lives through a bar.
  @discardableResult
  func step(
    _ live: inout LiveAccount, _ decisions: (inout Account, BarRows) -> Void = { _, _ in }
  ) throws -> BarEvents {
    try live.advance(closed: bar(live.bar), opening: opening(live.bar + 1), decisions: decisions)
  }
}

func isClose(_ first: Double?, _ second: Double, to tolerance: Double = 1e-9) -> Bool {
  first.map { abs($0 - second) <= tolerance * max(1, abs($0), abs(second)) } ?? false
}
