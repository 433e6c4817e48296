import Accounting
import MarketData
import Randomness
import Testing
import Trading

/// Hedged pairs as two single legs.
@Suite struct PairTests {
  private func pair(bars: Int) -> TradingFixture {
    var fixture = TradingFixture(bars: bars)
    fixture.settings.legsPerPosition = 2
    return fixture
  }

  private func open(_ account: inout Account, at rows: BarRows) {
    account.open(LegOrder(0, .long), LegOrder(1, .short), symbol: 0, size: 1000, at: rows)
  }

  @Test("The books of a pair are the books of its two legs", arguments: 1...8 as ClosedRange<UInt64>)
  func sum(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    var fixture = pair(bars: 60)
    var price = 100.0
    for bar in 0..<60 {
      for instrument in 0..<2 {
        let mark = price * (1 + 0.002 * (random.uniformDouble() - 0.5))
        fixture.rows[instrument][bar] = TradingFixture.plainRow
        fixture.rows[instrument][bar].mark = mark
        fixture.rows[instrument][bar].high = mark * 1.01
        fixture.rows[instrument][bar].low = mark * 0.99
        fixture.rows[instrument][bar].halfSpread = 0.001 * random.uniformDouble()
        if random.uniformDouble() < 0.4 { fixture.rows[instrument][bar].settledRate = 0.002 * random.normal() }
      }
      price *= 1 + 0.004 * random.normal()
    }
    var single = fixture
    single.settings.legsPerPosition = 1
    var (both, long, short) = (try fixture.live, try single.live, try single.live)
    for bar in 0..<59 {
      let enters = both.account.openCount == 0 && random.uniformDouble() < 0.3
      let leaves = both.account.openCount == 1 && random.uniformDouble() < 0.1
      try fixture.step(&both) { account, rows in
        if enters { open(&account, at: rows) }
        if leaves { account.close(slot: 0, reason: .agent, at: rows) }
      }
      let entered = both.account.recording?.ledger.filter { $0.kind == .open && $0.timestamp == Int64(bar) * 3_600_000 }
      for side in Side.allCases {
        let opened = entered?.first { $0.side == side }
        func decide(_ account: inout Account, _ rows: BarRows) {
          if let opened {
            account.open(
              LegOrder(side == .long ? 0 : 1, side), symbol: 0, size: opened.quantity * opened.price, at: rows)
          }
          if leaves { account.close(slot: 0, reason: .agent, at: rows) }
        }
        if side == .long { try single.step(&long, decide) } else { try single.step(&short, decide) }
      }
      let gain = both.account.equity - 10_000
      #expect(isClose(gain, long.account.equity + short.account.equity - 20_000))
    }
    #expect(both.account.statistics.exits > 1 && both.account.statistics.liquidatedLegs == 0)
    let ledger = try #require(both.account.recording?.ledger)
    for (side, account) in [(Side.long, long.account), (.short, short.account)] {
      let (own, alone) = (ledger.filter { $0.side == side }, try #require(account.recording?.ledger))
      #expect(own.count == alone.count)
      for (row, other) in zip(own, alone) {
        #expect(row.kind == other.kind && row.timestamp == other.timestamp && row.venue == other.venue)
        #expect(isClose(row.amount, other.amount) && isClose(row.price, other.price))
      }
    }
  }

  @Test("By time, a leg that a wick liquidated is not settled at the end of the bar")
  func settlementAfterWick() throws {
    func funding(_ order: LiquidationOrder) throws -> [LedgerEntry] {
      var fixture = pair(bars: 4)
      fixture.settings.execution.liquidationOrder = order
      fixture.rows[0][0].low = 75
      for instrument in 0..<2 { fixture.rows[instrument][1].settledRate = -0.003 }
      var live = try fixture.live
      try fixture.step(&live) { open(&$0, at: $1) }
      #expect(live.account.statistics.liquidatedLegs == 1 && live.account.openCount == 0)
      return live.account.recording?.ledger.filter { $0.kind == .funding } ?? []
    }
    // The long would receive 3 USD for an hour in which it was gone.
    #expect(try funding(.settlementFirst).map(\.side) == [.long, .short])
    #expect(try funding(.byTime).map(\.side) == [.short])
  }

  @Test("By time, a payment at the end of a bar does not move the price that its wick is compared with")
  func paymentAfterWick() throws {
    func liquidated(_ order: LiquidationOrder) throws -> Int {
      var fixture = pair(bars: 4)
      fixture.settings.execution.liquidationOrder = order
      fixture.rows[0][0].low = 81.5
      // 2 % take 20 of the 200: 820/9.95 = 82.41 then, 80.40 before.
      fixture.rows[0][1].settledRate = 0.02
      var live = try fixture.live
      try fixture.step(&live) { open(&$0, at: $1) }
      return live.account.statistics.liquidatedLegs
    }
    #expect(try liquidated(.settlementFirst) == 1)
    #expect(try liquidated(.byTime) == 0)
  }

  @Test("The other leg is closed in the same bar, as far from its open as the liquidated one, within its own range")
  func otherLeg() throws {
    func cash(low: Double) throws -> Double {
      var fixture = pair(bars: 4)
      fixture.settings.execution.liquidationOrder = .byTime
      fixture.settings.execution.closesOtherLegInBar = true
      fixture.rows[0][0].low = 75
      fixture.rows[1][0].low = low
      // What comes afterwards does not matter any more.
      fixture.price(300, of: 1, from: 1)
      fixture.rows[1][1].settledRate = 0.5
      var live = try fixture.live
      try fixture.step(&live) { open(&$0, at: $1) }
      let trade = try #require(live.account.recording?.trades.first)
      #expect(trade.reason == .liquidation && live.account.openCount == 0)
      #expect(live.account.recording?.ledger.contains { $0.kind == .funding } == false)
      return live.account.cash
    }
    let price = 800 / 9.95
    let rest = 10_000 - 1 + 10 * (price - 100) - 0.01 * price
    // Beta fell to 70: bought back at 80.40, as far as alpha had fallen.
    #expect(isClose(try cash(low: 70), rest + 10 * (100 - price) - 0.005 * price))
    // Beta fell to 90 and no further: bought back there.
    #expect(isClose(try cash(low: 90), rest + 10 * (100 - 90) - 0.005 * 90))
  }

  @Test("Without trades the other leg waits for the next open")
  func otherLegWaits() throws {
    var fixture = pair(bars: 4)
    fixture.settings.execution.liquidationOrder = .byTime
    fixture.settings.execution.closesOtherLegInBar = true
    fixture.rows[0][1].low = 75
    fixture.rows[1][1].low = 75
    fixture.rows[1][1].isTraded = false
    fixture.price(97, of: 1, from: 2)
    var live = try fixture.live
    try fixture.step(&live) { open(&$0, at: $1) }
    try fixture.step(&live)
    let trade = try #require(live.account.recording?.trades.first)
    #expect(trade.short?.exitPrice == 97 && trade.exitTimestamp == 2 * 3_600_000)
  }

  @Test("A candle that has not arrived keeps a pair alive with its marks; the end of a listing ends it")
  func tip() throws {
    func live(_ quote: InstrumentBar.Quote) throws -> LiveAccount {
      var fixture = pair(bars: 8)
      fixture.price(103, of: 0, from: 3)
      for bar in 3..<8 {
        fixture.rows[1][bar].isTraded = false
        fixture.rows[1][bar].quote = quote == .ended && bar > 3 ? .gone : quote
      }
      var live = try fixture.live
      try fixture.step(&live) { open(&$0, at: $1) }
      for _ in 1..<7 { try fixture.step(&live) }
      return live
    }
    let waiting = try live(.carried).account
    #expect(waiting.openCount == 1 && isClose(waiting.equity, 10_000 - 1))
    let ended = try live(.ended).account
    #expect(ended.openCount == 0 && ended.recording?.trades.first?.reason == .endOfData)
    let trade = try #require(ended.recording?.trades.first)
    #expect(trade.exitTimestamp == 3 * 3_600_000)
  }
}
