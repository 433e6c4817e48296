import Accounting
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Positions whose two venues do not quote at the same time: no profit may come of it.
@Suite struct FundingArbitrageQuoteTests {
  @Test("A position is closed when the history of a leg ends, at prices of the same moment, at full cost")
  func endedLeg() throws {
    var fixture = MarketFixture(hours: 12)
    // beta's last candle is hour 4 and closed at 100; alpha opens hour 5 at 101 and doubles afterwards.
    fixture.price(101, of: 0, from: 5)
    fixture.price(200, of: 0, from: 6)
    for hour in 5..<12 {
      fixture.rows[1][hour].isTraded = false
      fixture.rows[1][hour].quote = hour == 5 ? .ended : .gone
    }
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    _ = environment.take(.enter(slot: 0, size: 0))
    environment.holdToTheEnd()
    let trade = try #require(environment.recording?.trades.first)
    #expect(trade.reason == .endOfData && trade.exitTimestamp == 5 * 3_600_000)
    // 10 units: the long gained 1 each; fees 0.05 % on 1000, 1000, 1010 and 1000.
    #expect(trade.long?.exitPrice == 101 && trade.short?.exitPrice == 100)
    let profit = 10 - 0.0005 * 4010.0
    #expect(isClose(trade.netProfit, profit))
    #expect(isClose(environment.equity, 10_000 + trade.netProfit))
  }

  @Test("While one leg has a gap neither mark moves, so that no paper profit and no stop-loss comes of it")
  func gap() throws {
    var fixture = MarketFixture(hours: 12)
    fixture.price(150, of: 0, from: 3)
    fixture.price(150, of: 1, from: 6)
    for hour in 3..<6 {
      fixture.rows[1][hour].isTraded = false
      fixture.rows[1][hour].quote = .carried
    }
    var configuration = FundingArbitrageConfiguration.story
    configuration.trading = .fixed(TradingConfig(leverage: 1, maximumPositions: 1, stopLoss: -0.02))
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    _ = environment.take(.enter(slot: 0, size: 0))
    let afterEntry = environment.equity
    for _ in 1..<8 {
      _ = environment.take(.hold)
      #expect(isClose(environment.equity, afterEntry))
    }
    #expect(environment.openPositions == 1 && environment.statistics.stopLosses == 0)
  }

  @Test("A compiled market says where each mark comes from")
  func compiledQuotes() throws {
    let hours = 8
    func series(venue: Int, known: Range<Int>, gap: Int?) -> InstrumentSeries {
      let prices = (0..<hours).map { known.contains($0) && $0 != gap ? 100.0 + Double($0) : .nan }
      let none = [Double](repeating: .nan, count: hours)
      return InstrumentSeries(
        venue: venue, symbol: 0, open: prices, high: prices.map { $0 + 1 }, low: prices.map { $0 - 1 },
        close: prices.map { $0 + 0.5 }, volume: prices.map { $0.isNaN ? .nan : 1 }, settledRate: none,
        intervalHours: none, isImputed: [Bool](repeating: false, count: hours),
        listedUntil: known.upperBound < hours ? known.upperBound : nil)
    }
    let dataset = MarketDataset(
      venues: ["alpha", "beta"], symbols: ["BTCUSDT"], start: 0, barCount: hours,
      instruments: [series(venue: 0, known: 0..<8, gap: 3), series(venue: 1, known: 0..<5, gap: nil)],
      origin: .synthetic(seed: 0))
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let market = FundingArbitrageMarket(
      dataset: dataset, statistics: statistics,
      opportunities: OpportunityTable.build(
        from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration()),
      liquidity: .standard, rulebook: .standard)
    let alpha = (0..<hours).map { market.row(0, at: $0).quote }
    let beta = (0..<hours).map { market.row(1, at: $0).quote }
    #expect(alpha == [.open, .open, .open, .carried, .open, .open, .open, .open])
    #expect(beta == [.open, .open, .open, .open, .open, .ended, .gone, .gone])
    #expect(market.row(1, at: 5).mark == 104.5)
  }
}
