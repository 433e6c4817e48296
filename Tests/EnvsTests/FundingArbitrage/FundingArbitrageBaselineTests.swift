import Accounting
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// The baselines, and that none of them beats hindsight.
@Suite struct FundingArbitrageBaselineTests {
  @Test("No trade ends with the initial capital")
  func noTrade() throws {
    let fixture = MarketFixture.random(symbols: ["A"], hours: 80, seed: 1)
    var environment = try FundingArbitrageEnvironment.recording(fixture, .full)
    var policy = NoTrade()
    var random = RandomStream(seed: 1)
    #expect(environment.play(&policy, using: &random) == 0)
    #expect(environment.cash == 10_000 && environment.recording?.ledger.isEmpty == true)
  }

  @Test("The random baseline draws every valid action equally often and no other")
  func randomValid() {
    let mask = [false, true, false, true, true, false]
    var counts = [Int](repeating: 0, count: mask.count)
    var random = RandomStream(seed: 2)
    for _ in 0..<30_000 { counts[RandomValid.choose(from: mask.span, using: &random).index] += 1 }
    #expect(counts[0] == 0 && counts[2] == 0 && counts[5] == 0)
    #expect([1, 3, 4].allSatisfy { abs(counts[$0] - 10_000) < 400 })
  }

  /// Beta pays 0.1 % in 8 hours (109.5 % a year) from hour 8 on, and nothing from hour 40 on.
  private var payingMarket: MarketFixture {
    var fixture = MarketFixture(hours: 73)
    for hour in stride(from: 8, to: 72, by: 8) {
      fixture.settle(0, of: 0, at: hour)
      fixture.settle(hour < 40 ? 0.001 : 0, of: 1, at: hour)
    }
    return fixture
  }

  @Test("The threshold rule enters when the rate is high and leaves when it is low")
  func thresholdRule() throws {
    var environment = try FundingArbitrageEnvironment.recording(payingMarket, .story)
    var rule = ThresholdRule(enterAbove: 100, exitBelow: 10)
    var random = RandomStream(seed: 3)
    environment.play(&rule, using: &random)
    let trade = try #require(environment.recording?.trades.first)
    #expect(environment.recording?.trades.count == 1)
    #expect(trade.entryTimestamp == 8 * 3_600_000 && trade.exitTimestamp == 40 * 3_600_000)
    // Settlements of 16, 24 and 32 pay 1 USD each, that of 40 nothing; four fees of 0.5.
    #expect(isClose(environment.cash, 10_000 + 3 - 2))

    rule = ThresholdRule(enterAbove: 120, exitBelow: 10)
    environment.play(&rule, using: &random)
    #expect(environment.cash == 10_000)
  }

  @Test("The grid choice takes the rule that earns most on the given hours")
  func gridChoice() throws {
    let rule = try ThresholdRule.best(
      on: payingMarket.market(), configuration: .story, enterAbove: [50, 150], exitBelow: [-20, 10])
    // Entering above 150 earns nothing; staying to the end earns no more, so the first of equals stands.
    #expect(rule.enterAbove == 50)
  }

  @Test("The hindsight optimum finds the one profitable position to the cent")
  func optimumByHand() {
    // Enter before 8 to get the settlements of 8, 16, 24 and 32, 1 USD each, for four fees of 0.5.
    let optimum = HindsightOptimum.solve(
      market: payingMarket.market(), hours: 0..<73, notional: 1000, execution: ExecutionConfiguration())
    #expect(optimum.symbols.map(\.symbol) == ["BTCUSDT"])
    #expect(isClose(optimum.totalProfit, 4 - 2))
    // Two settlements pay for the fees of one position and no more.
    let short = HindsightOptimum.solve(
      market: payingMarket.market(), hours: 0..<17, notional: 1000, execution: ExecutionConfiguration())
    #expect(isClose(short.totalProfit, 0))
  }

  @Test("The environment earns exactly what hindsight says, slippage and impact included")
  func optimumIsReached() throws {
    var fixture = MarketFixture(hours: 20)
    for instrument in 0..<2 {
      for hour in 0..<20 {
        fixture.rows[instrument][hour].halfSpread = 0.0003
        fixture.rows[instrument][hour].impactScale = 0.000004
      }
    }
    fixture.price(101, of: 1, from: 0)
    fixture.price(120, of: 0, from: 9)
    fixture.price(111, of: 1, from: 9)
    fixture.settle(0.002, of: 1, at: 5)
    fixture.settle(0.05, of: 0, at: 10)
    let optimum = HindsightOptimum.solve(
      market: fixture.market(), hours: 0..<20, notional: 1000, execution: ExecutionConfiguration())
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    _ = environment.take(.enter(slot: 0, size: 0))
    for _ in 0..<8 { _ = environment.take(.hold) }
    _ = environment.take(.exit(slot: 0))
    // At hour 9 the other direction begins: short alpha collects 5 % at hour 10.
    let first = environment.cash - 10_000
    #expect(first > 0 && optimum.totalProfit > first)
    var second = try FundingArbitrageEnvironment.recording(fixture, .story)
    while second.hour < 9 { _ = second.take(.hold) }
    _ = second.take(.enter(slot: 1, size: 0))
    _ = second.take(.exit(slot: 0))
    #expect(isClose(optimum.totalProfit, first + second.cash - 10_000))
  }

  @Test("No random policy beats hindsight at the same size", arguments: [21, 22, 23] as [UInt64])
  func ceiling(seed: UInt64) throws {
    let fixture = MarketFixture.random(symbols: ["A"], hours: 49, seed: seed, volatility: 0.01)
    var configuration = FundingArbitrageConfiguration.story
    configuration.opportunitySlots = 6
    configuration.trading = .fixed(TradingConfig(leverage: 1, maximumPositions: 1, stopLoss: -0.01))
    let market = fixture.market()
    let optimum = HindsightOptimum.solve(
      market: market, hours: 0..<49, notional: 1000, execution: configuration.execution)
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    var policy = RandomValid()
    var random = RandomStream(seed: seed)
    var best = -Double.infinity
    for _ in 0..<300 {
      environment.play(&policy, using: &random)
      best = max(best, environment.cash - 10_000)
    }
    #expect(optimum.totalProfit > 0)
    #expect(best <= optimum.totalProfit + 1e-9)
  }

  @Test("Throughput counts its steps and repeats itself")
  func throughput() throws {
    let market = MarketFixture.random(symbols: ["A", "B", "C"], hours: 200, seed: 30).market()
    let first = try FundingArbitrageThroughput.measure(market: market, configuration: .full, steps: 500)
    let second = try FundingArbitrageThroughput.measure(market: market, configuration: .full, steps: 500)
    #expect(first.steps == 500 && first.stepsPerSecond > 0)
    #expect(first.checksum == second.checksum && first.checksum != 0)
  }
}
