import Accounting
import MarketData
import RLCore
import Testing
import Trading

@testable import Envs

/// Stories whose every amount is worked out by hand.
///
/// Instrument 0 is alpha, 1 is beta; slot 0 buys alpha and sells beta; a leg is 1000 USD at 100, so 10 units, unless a
/// story says otherwise.
@Suite struct FundingArbitrageLedgerTests {
  private func amounts(_ environment: FundingArbitrageEnvironment, _ kind: LedgerEntry.Kind) -> [Double] {
    environment.recording?.ledger.filter { $0.kind == kind }.map(\.amount) ?? []
  }

  @Test("A position with funding on both legs books every amount worked out by hand")
  func fundingOnBothLegs() throws {
    var fixture = MarketFixture(hours: 4)
    fixture.rules[1].takerFee = 0.0004
    fixture.price(101, of: 0, from: 1)
    fixture.price(102, of: 1, from: 1)
    fixture.settle(0.0001, of: 0, at: 1)
    fixture.settle(0.0005, of: 1, at: 1)
    fixture.price(103, of: 0, from: 2)
    fixture.price(102.5, of: 1, from: 2)
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)

    // Hour 0: 10 units each at 100. Fees 1000·0.0005 = 0.5 and 1000·0.0004 = 0.4.
    // Hour 1: the long pays 10·101·0.0001 = 0.101, the short receives 10·102·0.0005 = 0.51.
    //         Unrealised 10·(101−100) − 10·(102−100) = −10. Equity 10000 − 0.9 − 0.101 + 0.51 − 10 = 9989.509.
    let first = environment.take(.enter(slot: 0, size: 0))
    #expect(isClose(environment.equity, 9989.509))
    #expect(isClose(Double(first.reward), 3 * 100 * -10.491 / 10_000, to: 1e-6))
    #expect(isClose(environment.marginUsed, 1000))
    _ = environment.take(.hold)
    // Hour 2: sold at 103, bought back at 102.5. Profits 30 and −25, fees 1030·0.0005 = 0.515 and 1025·0.0004 = 0.41.
    //         Cash 10000 − 0.9 − 0.101 + 0.51 + 5 − 0.925 = 10003.584.
    _ = environment.take(.exit(slot: 0))
    #expect(isClose(environment.cash, 10_003.584))
    #expect(environment.equity == environment.cash)
    #expect(environment.marginUsed == 0)

    let recording = try #require(environment.recording)
    #expect(recording.ledger.map(\.kind) == [.open, .fee, .open, .fee, .funding, .funding, .close, .fee, .close, .fee])
    let expected = [0, -0.5, 0, -0.4, -0.101, 0.51, 30, -0.515, -25, -0.41]
    #expect(zip(recording.ledger, expected).allSatisfy { isClose($0.amount, $1) })
    let sides: [Side] = [.long, .long, .short, .short, .long, .short, .long, .long, .short, .short]
    #expect(recording.ledger.map(\.side) == sides)
    #expect(recording.ledger.map(\.timestamp) == [0, 0, 0, 0, 1, 1, 2, 2, 2, 2].map { $0 * 3_600_000 })
    #expect(recording.ledger.map(\.rate) == [0, 0.0005, 0, 0.0004, 0.0001, 0.0005, 0, 0.0005, 0, 0.0004])
    #expect(recording.ledger[4].price == 101 && recording.ledger[4].venue == "alpha")

    let trade = try #require(recording.trades.first)
    #expect(recording.trades.count == 1)
    #expect(trade.reason == .agent && trade.position == 1 && trade.symbol == "BTCUSDT")
    #expect(isClose(trade.size, 1000) && trade.leverage == 2)
    #expect(isClose(trade.priceProfit, 5) && isClose(trade.funding, 0.409) && isClose(trade.fees, 1.825))
    #expect(isClose(trade.netProfit, 3.584))
    #expect(trade.long?.entryPrice == 100 && trade.long?.exitPrice == 103 && trade.long?.quantity == 10)
    #expect(recording.equity.map(\.positions) == [0, 1, 1, 0])
    #expect(isClose(recording.equity[1].cash, 9999.509))
  }

  @Test("Half-spread and impact move each of the four fills against the account")
  func slippage() throws {
    var fixture = MarketFixture(hours: 3)
    for instrument in 0..<2 {
      for hour in 0..<3 {
        fixture.rows[instrument][hour].halfSpread = 0.001
        fixture.rows[instrument][hour].impactScale = 0.00001
      }
    }
    var configuration = FundingArbitrageConfiguration.story
    configuration.sizing = .fixedNotional(10_000)
    configuration.initialCapital = 100_000
    configuration.execution.feeMultiplier = 0
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    // √10000 = 100, so impact is 0.001 and a fill is 0.2 % away: bought at 100.2, sold at 99.8, 10000/100.2 units.
    _ = environment.take(.enter(slot: 0, size: 0))
    let quantity = 10_000 / 100.2
    #expect(isClose(environment.equity, 100_000 - quantity * 0.4))
    // At exit each leg is quantity·100 = 9980.04 USD: impact 0.00001·√9980.04 = 0.000999.
    _ = environment.take(.exit(slot: 0))
    let share = 0.001 + 0.00001 * (quantity * 100).squareRoot()
    #expect(isClose(environment.cash, 100_000 - quantity * 0.4 - quantity * 200 * share))
    let trade = try #require(environment.recording?.trades.first)
    #expect(isClose(trade.long?.entryPrice, 100.2) && isClose(trade.short?.entryPrice, 99.8))
    #expect(isClose(trade.long?.exitPrice, 100 * (1 - share)) && isClose(trade.short?.exitPrice, 100 * (1 + share)))
  }

  @Test("A partial day pays the one settlement that lies within it, and not the one of the entry hour")
  func partialDay() throws {
    var fixture = MarketFixture(hours: 26)
    for hour in [0, 8, 16, 24] {
      fixture.settle(0.0002, of: 0, at: hour)
      fixture.settle(0.001, of: 1, at: hour)
    }
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    for _ in 0..<8 { _ = environment.take(.hold) }
    // Entered at hour 8, when 0.001 is settled for those who already hold: nothing for this position.
    _ = environment.take(.enter(slot: 0, size: 0))
    for _ in 0..<7 { _ = environment.take(.hold) }
    // Hour 16: −10·100·0.0002 and +10·100·0.001. Closed there: the settlement of 24 belongs to others.
    #expect(environment.hour == 16)
    #expect(amounts(environment, .funding).count == 2)
    _ = environment.take(.exit(slot: 0))
    environment.holdToTheEnd()
    let funding = amounts(environment, .funding)
    #expect(funding.count == 2 && isClose(funding[0], -0.2) && isClose(funding[1], 1.0))
    // Four fees of 0.5.
    #expect(isClose(environment.cash, 10_000 - 2 + 0.8))
  }

  @Test("A flip of the sign turns the receiver into the payer")
  func signFlip() throws {
    var fixture = MarketFixture(hours: 4)
    fixture.settle(-0.001, of: 0, at: 1)
    fixture.settle(0.002, of: 1, at: 1)
    fixture.settle(0.003, of: 0, at: 2)
    fixture.settle(-0.001, of: 1, at: 2)
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    _ = environment.take(.enter(slot: 0, size: 0))
    // Hour 1: long at −0.1 % receives 1, short at 0.2 % receives 2.
    #expect(isClose(environment.cash, 10_000 - 1 + 3))
    _ = environment.take(.hold)
    // Hour 2: long at 0.3 % pays 3, short at −0.1 % pays 1.
    #expect(isClose(environment.cash, 10_000 - 1 + 3 - 4))
    let funding = amounts(environment, .funding)
    #expect(zip(funding, [1, 2, -3, -1]).allSatisfy { isClose($0, $1) } && funding.count == 4)
  }

  @Test("The end of the data truncates, closes everything at full cost and puts that into the last reward")
  func endOfData() throws {
    var fixture = MarketFixture(hours: 3)
    for instrument in 0..<2 { fixture.rows[instrument][2].isTraded = false }
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    _ = environment.take(.enter(slot: 0, size: 0))
    let last = environment.take(.hold)
    // Closed at 100 although nothing trades: two fees of 0.5.
    #expect(last.end == .truncated)
    #expect(isClose(Double(last.reward), 300 * -1.0 / 10_000, to: 1e-6))
    #expect(isClose(environment.cash, 9998) && environment.openPositions == 0)
    #expect(environment.recording?.trades.map(\.reason) == [.endOfData])
  }

  @Test("The maker option pays the maker fee and neither spread nor impact")
  func makerOption() throws {
    var fixture = MarketFixture(hours: 3)
    for instrument in 0..<2 { for hour in 0..<3 { fixture.rows[instrument][hour].halfSpread = 0.01 } }
    var configuration = FundingArbitrageConfiguration.story
    configuration.execution.role = .maker
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    _ = environment.take(.enter(slot: 0, size: 0))
    _ = environment.take(.exit(slot: 0))
    #expect(isClose(environment.cash, 10_000 - 4 * 1000 * 0.0002))
  }
}
