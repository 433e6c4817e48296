import Accounting
import MarketData
import RLCore
import Testing
import Trading

@testable import Envs

/// Stop-losses and liquidations, worked out by hand.
///
/// At leverage 5 a leg of 1000 USD has a margin of 200.
@Suite struct FundingArbitrageLossTests {
  private var levered: FundingArbitrageConfiguration {
    var configuration = FundingArbitrageConfiguration.story
    configuration.trading = .fixed(TradingConfig(leverage: 5, maximumPositions: 1, stopLoss: -1))
    return configuration
  }

  @Test("A stop-loss counts marks, fees and the cost of leaving, and closes at the next open")
  func stopLoss() throws {
    var fixture = MarketFixture(hours: 5)
    fixture.price(98.2, of: 0, from: 1)
    fixture.price(98.1, of: 0, from: 2)
    var configuration = FundingArbitrageConfiguration.story
    configuration.trading = .fixed(TradingConfig(maximumPositions: 1, stopLoss: -0.02))
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    // Hour 1: −18 price, −1 fees, −(982 + 1000)·0.0005 = −0.991 to leave: −19.991, or −1.9991 %. It stays.
    _ = environment.take(.enter(slot: 0, size: 0))
    #expect(environment.openPositions == 1)
    // Hour 2: −19 − 1 − 0.9905 = −20.9905, or −2.099 %. Closed at 98.1 and 100.
    _ = environment.take(.hold)
    #expect(environment.openPositions == 0)
    #expect(isClose(environment.cash, 10_000 - 20.9905))
    let trade = try #require(environment.recording?.trades.first)
    #expect(trade.reason == .stopLoss && trade.exitTimestamp == 2 * 3_600_000)
    #expect(environment.statistics.stopLosses == 1)
  }

  @Test("A long leg is liquidated at its price within the hour, the other leg closes at the next open")
  func longLiquidation() throws {
    var fixture = MarketFixture(hours: 4)
    fixture.rows[0][0].low = 80
    fixture.price(90, of: 0, from: 1)
    fixture.price(91, of: 1, from: 1)
    var environment = try FundingArbitrageEnvironment.recording(fixture, levered)
    _ = environment.take(.enter(slot: 0, size: 0))
    // (200 − 10·100)/(10·0.005 − 10) = 80.4020100503, below the next open of 90, above the low of 80.
    // Loss 10·(80.40201 − 100) = −195.97990; fee 0.001·804.0201 = 0.80402, less than the 4.02010 left.
    // Short leg: 10·(100 − 91) = 90, fee 910·0.0005 = 0.455. Entry fees 1.
    let price = -800 / (10 * 0.005 - 10)
    let loss = 10 * (price - 100)
    #expect(isClose(environment.cash, 10_000 - 1 + loss - 0.01 * price + 90 - 0.455))
    let trade = try #require(environment.recording?.trades.first)
    #expect(trade.reason == .liquidation && isClose(trade.long?.exitPrice, price) && trade.short?.exitPrice == 91)
    let row = try #require(environment.recording?.ledger.first { $0.kind == .liquidation })
    #expect(row.side == .long && isClose(row.amount, loss) && row.timestamp == 3_600_000)
    #expect(environment.statistics.liquidatedLegs == 1)
  }

  @Test("A short leg is liquidated at its price within the hour")
  func shortLiquidation() throws {
    var fixture = MarketFixture(hours: 4)
    fixture.rows[1][0].high = 120
    fixture.price(110, of: 0, from: 1)
    fixture.price(109, of: 1, from: 1)
    var environment = try FundingArbitrageEnvironment.recording(fixture, levered)
    _ = environment.take(.enter(slot: 0, size: 0))
    // (200 + 1000)/(10·0.005 + 10) = 119.402985; loss 10·(100 − 119.40) = −194.03; fee 1.19403.
    // Long leg: 10·10 = 100, fee 1100·0.0005 = 0.55.
    let price = 1200 / (10 * 0.005 + 10)
    #expect(isClose(environment.cash, 10_000 - 1 + 10 * (100 - price) - 0.01 * price + 100 - 0.55))
    let trade = try #require(environment.recording?.trades.first)
    #expect(trade.reason == .liquidation && isClose(trade.short?.exitPrice, price) && trade.long?.exitPrice == 110)
  }

  @Test("A gap beyond the liquidation price costs the margin and no more")
  func gap() throws {
    var fixture = MarketFixture(hours: 4)
    fixture.price(70, of: 0, from: 1)
    fixture.price(70, of: 1, from: 1)
    var environment = try FundingArbitrageEnvironment.recording(fixture, levered)
    _ = environment.take(.enter(slot: 0, size: 0))
    // Bankrupt at 80: the loss stops at the margin of 200 and leaves nothing for a fee. Short: 300 − 0.35.
    #expect(isClose(environment.cash, 10_000 - 1 - 200 + 300 - 0.35))
    let trade = try #require(environment.recording?.trades.first)
    #expect(isClose(trade.long?.exitPrice, 80))
  }

  @Test("The other leg of a liquidated position stays until it can be filled")
  func unfilledOtherLeg() throws {
    var fixture = MarketFixture(hours: 6)
    fixture.rows[0][0].low = 80
    for hour in 1...2 { fixture.rows[1][hour].isTraded = false }
    fixture.price(90, of: 1, from: 3)
    for hour in 1...2 { fixture.rows[1][hour].isTraded = false }
    var environment = try FundingArbitrageEnvironment.recording(fixture, levered)
    _ = environment.take(.enter(slot: 0, size: 0))
    #expect(environment.openPositions == 1 && isClose(environment.marginUsed, 200))
    _ = environment.take(.hold)
    #expect(environment.openPositions == 1)
    _ = environment.take(.hold)
    #expect(environment.openPositions == 0 && environment.statistics.unfilledExits == 2)
    let trade = try #require(environment.recording?.trades.first)
    #expect(trade.short?.exitPrice == 90 && trade.short?.exitTimestamp == 3 * 3_600_000)
    #expect(trade.long?.exitTimestamp == 3_600_000 && trade.reason == .liquidation)
  }

  @Test("Funding moves the liquidation price of its leg")
  func fundingLiquidates() throws {
    var fixture = MarketFixture(hours: 4)
    fixture.rows[0][1].low = 81.5
    var environment = try FundingArbitrageEnvironment.recording(fixture, levered)
    _ = environment.take(.enter(slot: 0, size: 0))
    _ = environment.take(.hold)
    #expect(environment.openPositions == 1)

    // A payment of 2 % takes 20 of the 200: (180 − 1000)/(0.05 − 10) = 82.41, above the low of 81.5.
    fixture.settle(0.02, of: 0, at: 1)
    environment = try FundingArbitrageEnvironment.recording(fixture, levered)
    _ = environment.take(.enter(slot: 0, size: 0))
    _ = environment.take(.hold)
    #expect(environment.openPositions == 0 && environment.statistics.liquidatedLegs == 1)
    let trade = try #require(environment.recording?.trades.first)
    #expect(isClose(trade.long?.exitPrice, -820 / (10 * 0.005 - 10)))
  }

  @Test("An hour without trades fills neither an entry nor an exit")
  func noVolume() throws {
    var fixture = MarketFixture(hours: 6)
    fixture.rows[1][0].isTraded = false
    fixture.rows[0][2].isTraded = false
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    _ = environment.take(.enter(slot: 0, size: 0))
    #expect(environment.openPositions == 0 && environment.statistics.unfilledEntries == 1)
    #expect(environment.cash == 10_000)
    _ = environment.take(.enter(slot: 0, size: 0))
    #expect(environment.openPositions == 1)
    _ = environment.take(.exit(slot: 0))
    #expect(environment.openPositions == 1 && environment.statistics.unfilledExits == 1)
    // Not repeated on its own: the agent has to ask again.
    _ = environment.take(.hold)
    #expect(environment.openPositions == 1)
    _ = environment.take(.exit(slot: 0))
    #expect(environment.openPositions == 0)
  }

  @Test("The drawdown limit terminates with everything closed")
  func drawdownLimit() throws {
    var fixture = MarketFixture(hours: 6)
    fixture.price(60, of: 0, from: 2)
    var configuration = FundingArbitrageConfiguration.story
    configuration.initialCapital = 1200
    configuration.risk.terminatingDrawdown = 0.25
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    _ = environment.take(.enter(slot: 0, size: 0))
    // −400 of 1200 is a third.
    let outcome = environment.take(.hold)
    #expect(outcome.end == .terminated && environment.openPositions == 0)
    #expect(isClose(environment.cash, 1200 - 1 - 400 - 0.8))
  }

  @Test("Losing both legs costs both margins, which leaves the account something")
  func bothLegs() throws {
    var fixture = MarketFixture(hours: 6)
    fixture.price(1, of: 0, from: 1)
    fixture.price(500, of: 1, from: 1)
    var configuration = FundingArbitrageConfiguration.story
    configuration.initialCapital = 1060
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    // Each leg bound 500: 1060 − 1 − 1000.
    _ = environment.take(.enter(slot: 0, size: 0))
    #expect(environment.end == nil && isClose(environment.cash, 59))
    #expect(environment.statistics.liquidatedLegs == 2)
  }
}
