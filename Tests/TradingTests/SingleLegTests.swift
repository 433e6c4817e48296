import Accounting
import MarketData
import Testing
import Trading

/// Accounts of single legs, worked out by hand: 1000 USD at leverage 5, margin 200.
@Suite struct SingleLegTests {
  @Test("A long earns what the price rises, pays fees on both fills and funding at the mark")
  func long() throws {
    var fixture = TradingFixture(bars: 6)
    fixture.price(104, of: 0, from: 2)
    fixture.price(106, of: 0, from: 3)
    fixture.rows[0][2].settledRate = 0.001
    var live = try fixture.live
    try fixture.step(&live) { account, rows in account.open(LegOrder(0, .long), symbol: 0, size: 1000, at: rows) }
    #expect(isClose(live.account.cash, 10_000 - 0.5) && live.account.marginUsed == 200)
    try fixture.step(&live)
    // Bar 2: 10 units at 104 pay 1.04; the price has earned 40.
    #expect(isClose(live.account.cash, 10_000 - 0.5 - 1.04) && isClose(live.account.equity, 10_000 - 1.54 + 40))
    try fixture.step(&live)
    try fixture.step(&live) { account, rows in account.close(slot: 0, reason: .agent, at: rows) }
    // Closed at 106: 60, fee 0.53.
    #expect(isClose(live.account.cash, 10_000 - 0.5 - 1.04 + 60 - 0.53))
    let trade = try #require(live.account.recording?.trades.first)
    #expect(trade.short == nil && trade.long?.exitPrice == 106 && trade.reason == .agent && trade.symbol == "BTC")
    #expect(isClose(trade.netProfit, live.account.cash - 10_000))
    #expect(trade.entryTimestamp == 0 && trade.exitTimestamp == 3 * 3_600_000)
  }

  @Test("A short earns what the price falls and receives funding where the rate is positive")
  func short() throws {
    var fixture = TradingFixture(bars: 6)
    fixture.price(95, of: 1, from: 1)
    fixture.rows[1][1].settledRate = 0.002
    var live = try fixture.live
    try fixture.step(&live) { account, rows in account.open(LegOrder(1, .short), symbol: 0, size: 1000, at: rows) }
    // 10 units at 95 receive 1.9.
    #expect(isClose(live.account.cash, 10_000 - 0.5 + 1.9) && isClose(live.account.equity, 10_001.4 + 50))
    try fixture.step(&live) { account, rows in account.close(slot: 0, reason: .agent, at: rows) }
    let trade = try #require(live.account.recording?.trades.first)
    #expect(trade.long == nil && isClose(trade.netProfit, 50 + 1.9 - 0.5 - 0.475))
  }

  @Test("The settlement of the bar of the entry is not the account's, that of the bar of the exit is")
  func fundingByTime() throws {
    var fixture = TradingFixture(bars: 6)
    for bar in 1...4 { fixture.rows[0][bar].settledRate = 0.001 * Double(bar) }
    var live = try fixture.live
    try fixture.step(&live)
    try fixture.step(&live) { account, rows in account.open(LegOrder(0, .long), symbol: 0, size: 1000, at: rows) }
    try fixture.step(&live)
    try fixture.step(&live) { account, rows in account.close(slot: 0, reason: .agent, at: rows) }
    // Held from 1 to 3: pays 2 and 3 per mille, neither 1 nor 4.
    let paid = live.account.recording?.ledger.filter { $0.kind == .funding }.map(\.amount) ?? []
    #expect(paid.count == 2 && isClose(paid.first, -2) && isClose(paid.last, -3))
  }

  @Test("A wick beyond the liquidation price costs the loss up to there and the fee", arguments: Side.allCases)
  func liquidation(side: Side) throws {
    var fixture = TradingFixture(bars: 4)
    fixture.rows[0][0].low = 75
    fixture.rows[0][0].high = 125
    var live = try fixture.live
    try fixture.step(&live) { account, rows in account.open(LegOrder(0, side), symbol: 0, size: 1000, at: rows) }
    let price = side == .long ? 800 / 9.95 : 1200 / 10.05
    let loss = side.sign * 10 * (price - 100)
    #expect(isClose(live.account.cash, 10_000 - 0.5 + loss - 0.01 * price))
    #expect(live.account.openCount == 0 && live.account.statistics.liquidatedLegs == 1)
    let trade = try #require(live.account.recording?.trades.first)
    #expect(trade.reason == .liquidation && isClose(trade.netProfit, live.account.cash - 10_000))
  }

  @Test("Minimum, depth, buffer and margin are told apart for one leg")
  func refusals() throws {
    var fixture = TradingFixture(bars: 2)
    fixture.rows[0][0].depth = 30_000
    fixture.settings.initialCapital = 700
    let live = try fixture.live
    let terms = try live.window.withRows(at: 0) { live.account.terms(of: LegOrder(0, .long), at: $0) }
    func refusal(_ size: Double) -> Rejection? {
      live.account.entryRefusal(terms, size: size, rootSize: size.squareRoot())
    }
    #expect(refusal(9.9) == .belowMinimumNotional && refusal(10) == nil)
    #expect(refusal(3001) == .beyondDepth && refusal(3000) == nil)
    // Margin of a fifth: 3300/5 = 660 < 0.95·(700 − 1.65) = 663.4, 3330/5 = 666 is not.
    var deep = terms
    deep.depth = 1e9
    #expect(live.account.entryRefusal(deep, size: 3300, rootSize: 0) == nil)
    #expect(live.account.entryRefusal(deep, size: 3330, rootSize: 0) == .marginLimit)
    deep.largestSize = 100
    #expect(live.account.entryRefusal(deep, size: 101, rootSize: 0) == .liquidationBuffer)
  }

  @Test("A daily loss halts for 24 hours, whatever the length of a bar", arguments: ["15m", "1h", "4h", "1d"])
  func halt(length: String) throws {
    let barLength = try BarLength(length)
    var fixture = TradingFixture(bars: 100)
    fixture.barLength = barLength
    fixture.settings.risk.dailyLossHalt = 0.05
    fixture.settings.initialCapital = 1000
    fixture.price(92, of: 0, from: 1)
    var live = try fixture.live
    let events = try fixture.step(&live) { account, rows in
      account.open(LegOrder(0, .long), symbol: 0, size: 1000, at: rows)
    }
    #expect(events.halted && live.account.entryRefusal(at: live.bar) == .noFreeSlot)
    try fixture.step(&live) { account, rows in account.close(slot: 0, reason: .agent, at: rows) }
    let end = 1 + barLength.barsPerDay
    #expect(live.account.haltedUntil == end)
    #expect(live.account.entryRefusal(at: end - 1) == .halted && live.account.entryRefusal(at: end) == nil)
  }

  @Test("A gap through the liquidation price costs the margin and no more", arguments: LiquidationOrder.allCases)
  func gap(order: LiquidationOrder) throws {
    var fixture = TradingFixture(bars: 4)
    fixture.settings.execution.liquidationOrder = order
    fixture.price(60, of: 0, from: 1)
    var live = try fixture.live
    try fixture.step(&live) { account, rows in account.open(LegOrder(0, .long), symbol: 0, size: 1000, at: rows) }
    #expect(isClose(live.account.cash, 10_000 - 0.5 - 200) && live.account.openCount == 0)
  }
}
