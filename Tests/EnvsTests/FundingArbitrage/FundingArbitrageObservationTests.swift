import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Widths, order and values of the observations.
@Suite struct FundingArbitrageObservationTests {
  @Test(
    "The presets have the widths and the action counts of the requirement documents",
    arguments: [
      (FundingArbitrageConfiguration.simple, 36, 3), (.pbt, 124, 9), (.full, 275, 36), (.fullAsPlanned, 275, 36),
    ])
  func widths(configuration: FundingArbitrageConfiguration, observations: Int, actions: Int) throws {
    let market = MarketFixture(hours: 100).market()
    let environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    #expect(environment.observationSpace.width == observations && environment.actionSpace.count == actions)
    #expect(environment.observation.count == observations && environment.observation.allSatisfy(isFinite))
    #expect(environment.masksActions && environment.mask.count == actions)
  }

  private func isFinite(_ value: Float) -> Bool { value.isFinite }

  @Test("The full layout names its groups in the order of the plan")
  func groups() {
    let groups = FundingArbitrageConfiguration.full.observationSpace.groups
    #expect(groups.map(\.name) == ["config", "portfolio", "executions", "opportunities"])
    #expect(groups.map(\.rows) == [1, 1, 5, 10] && groups.map(\.columns) == [5, 10, 12, 20])
    #expect(groups.map(\.isPadded) == [false, false, true, true])
    #expect(FundingArbitrageConfiguration.pbt.observationSpace.groups.map(\.columns) == [14, 22])
  }

  /// Hour 3 of a position opened at hour 1, with every input chosen by hand.
  private func observed(_ configuration: FundingArbitrageConfiguration) throws -> [Float] {
    var fixture = MarketFixture(hours: 11)
    fixture.settle(0.0002, of: 0, at: 1)
    fixture.settle(0.0010, of: 1, at: 1)
    fixture.settle(0.0003, of: 0, at: 2)
    fixture.settle(0.0020, of: 1, at: 2)
    fixture.price(110, of: 0, from: 2)
    fixture.price(112, of: 1, from: 2)
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    _ = environment.take(.hold)
    _ = environment.take(.enter(slot: 0, size: 0))
    _ = environment.take(.hold)
    return environment.observation
  }

  @Test("Every value of the modular layout follows from a hand-made position")
  func modularValues() throws {
    var configuration = FundingArbitrageConfiguration.full
    configuration.sizing = .fixedNotional(3000)
    configuration.window = .fullRange
    configuration.trading = .fixed(
      TradingConfig(leverage: 4, utilization: 0.5, maximumPositions: 4, stopLoss: -0.04, liquidationBuffer: 0.2))
    let values = try observed(configuration).map(Double.init)
    // A third of 3000: 10 units each at 100, margin 250 a leg. Funding at hour 2: −10·110·0.0003 = −0.33 and
    // +10·112·0.002 = 2.24. Prices +100 and −120. Fees 1. Equity 10000 − 1 + 1.91 − 20 = 9980.91.
    let equity = 9980.91
    let profit = -1 + 1.91 - 20.0
    let longPrice = (250 - 0.33 - 1000) / (10 * 0.005 - 10)
    let shortPrice = (250 + 2.24 + 1000) / (10 * 0.005 + 10)
    let distance = min((110 - longPrice) / 110, (shortPrice - 112) / 112)
    let settings: [Double] = [0.4, 0.5, 0.8, -0.8, 0.2]
    let growth = equity / 10_000
    let portfolio: [Double] = [
      growth, (equity - 500) / equity, 500 / equity, 0.25, profit / 10, (growth - 1) * 10, (growth - 1) * 10, 0.3,
      distance, 1000 / equity,
    ]
    let funding = 800 * 0.0017 / 8
    let execution: [Double] = [
      1, profit / 10, 2.0 / 72, 1.91 / 10, funding, 200.0 / 111, 0, 1000 / equity, 1.91, 1.0, -1.2, distance,
    ]
    let expected = settings + portfolio + execution
    for (index, value) in expected.enumerated() {
      #expect(isClose(values[index], value, to: 1e-5), "value \(index): \(values[index]), not \(value)")
    }
    // The other four position slots are padding, then come the opportunities of hour 3, 20 of 22 features each.
    #expect(values[27..<75].allSatisfy { $0 == 0 })
    for slot in 0..<2 {
      #expect(values[75 + 20 * slot] == 1)
      for feature in 1..<20 {
        #expect(isClose(values[75 + 20 * slot + feature], 0.03 + Double(feature) / 1000, to: 1e-6))
      }
    }
    #expect(values[115...].allSatisfy { $0 == 0 })
  }

  @Test("Every value of the compact portfolio follows from a hand-made position")
  func compactValues() throws {
    var configuration = FundingArbitrageConfiguration.story
    configuration.opportunitySlots = 1
    let values = try observed(configuration).map(Double.init)
    let equity = 9980.91
    let growth = equity / 10_000
    let expected: [Double] = [
      growth, 1, -1.909, 2.0 / 72, 1000 / equity, 0.08, 0, 1.0 / 24, 0, 0, 0, (growth - 1) * 10, 0, 0.70710678,
    ]
    for (index, value) in expected.enumerated() {
      #expect(isClose(values[index], value, to: 1e-5), "value \(index): \(values[index]), not \(value)")
    }
    #expect(values[14] == 1 && isClose(values[35], 0.03 + 21.0 / 1000, to: 1e-6))
  }

  @Test("The last five closed positions are remembered, older ones are not")
  func recentTrades() {
    var trades = RecentTrades()
    #expect(trades.meanProfit == 0 && trades.winRate == 0)
    for profit in [100.0, 1, -2, 3, 4, -1] { trades.append(profit: profit, bars: Int(profit) + 5) }
    #expect(isClose(trades.meanProfit, 1) && isClose(trades.winRate, 0.6) && isClose(trades.meanBars, 6))
    #expect(trades.total == 6)
  }
}
