import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// The linked layout: the modular one, and what belongs to what.
@Suite struct FundingArbitrageLinkedLayoutTests {
  @Test(
    "Every preset has positions as rows in the linked layout",
    arguments: [(FundingArbitrageConfiguration.simple, 1, 1), (.pbt, 3, 5), (.full, 5, 10)])
  func groups(preset: FundingArbitrageConfiguration, positions: Int, opportunities: Int) throws {
    var configuration = preset
    configuration.layout = .linked
    let environment = try FundingArbitrageEnvironment(
      market: MarketFixture(hours: 100).market(), configuration: configuration)
    let groups = environment.observationSpace.groups
    #expect(groups.map(\.name) == ["config", "portfolio", "executions", "opportunities"])
    #expect(groups.map(\.rows) == [1, 1, positions, opportunities] && groups.map(\.columns) == [5, 11, 21, 24])
    #expect(groups.map(\.isPadded) == [false, false, true, true])
    #expect(environment.observation.count == 16 + 21 * positions + 24 * opportunities)
  }

  @Test("It begins with the values of the modular layout, and every feature of an opportunity is in it")
  func sharedValues() throws {
    let market = MarketFixture.random(symbols: ["A", "B", "C"], hours: 300, seed: 3).market()
    var linked = FundingArbitrageConfiguration.full
    linked.layout = .linked
    var modular = try FundingArbitrageEnvironment(market: market, configuration: .full)
    var environment = try FundingArbitrageEnvironment(market: market, configuration: linked)
    var random = RandomStream(seed: 4)
    for _ in 0..<20 {
      var same = random
      modular.reset(using: &same)
      environment.reset(using: &random)
      while environment.end == nil {
        let (wide, plain) = (environment.observation, modular.observation)
        #expect(wide[..<15] == plain[..<15])
        for slot in 0..<5 {
          #expect(Array(wide[(16 + 21 * slot)..<(28 + 21 * slot)]) == Array(plain[(15 + 12 * slot)..<(27 + 12 * slot)]))
        }
        for slot in 0..<10 {
          #expect(
            Array(wide[(121 + 24 * slot)..<(141 + 24 * slot)]) == Array(plain[(75 + 20 * slot)..<(95 + 20 * slot)]))
        }
        #expect(wide.allSatisfy { abs($0) <= 10 })
        let action = RandomValid.choose(from: environment.mask.span, using: &random)
        _ = environment.step(action)
        _ = modular.step(action)
      }
    }
  }

  @Test("A position says what its own pair pays and what leaving costs; opportunities say that it is held")
  func links() throws {
    var fixture = MarketFixture(hours: 40)
    fixture.settle(0.0002, of: 0, at: 1)
    fixture.settle(0.0010, of: 1, at: 1)
    for instrument in 0..<2 {
      for hour in 0..<40 { fixture.rows[instrument][hour].halfSpread = 0.001 }
    }
    var configuration = FundingArbitrageConfiguration.story
    configuration.layout = .linked
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    _ = environment.take(.hold)
    let before = environment.observation.map(Double.init)
    #expect(before[16..<37].allSatisfy { $0 == 0 })
    #expect(before[37 + 22] == 0 && before[37 + 23] == 0 && before[61 + 22] == 0 && before[61 + 23] == 0)
    _ = environment.take(.enter(slot: 0, size: 0))
    let values = environment.observation.map(Double.init)
    // Hour 2: six hours to go until 8.
    #expect(isClose(values[15], 0.75, to: 1e-6))
    let quantity = environment.account.long(ofPosition: 0).quantity
    let profit = environment.account.netProfit(ofPosition: 0)
    let cost = quantity * 100 * 2 * 0.001 + quantity * (99.9 + 100.1) * 0.0005
    let own: [Double] = [
      8000 * 0.0008 / 8, 8000 * 0.0008 / 24, 8000 * 0.0008 / 72, 0, cost / 10, (profit - cost) / 10, 0, 1,
      1,
    ]
    for (index, value) in own.enumerated() {
      #expect(isClose(values[28 + index], value, to: 1e-5), "value \(index): \(values[28 + index]), not \(value)")
    }
    // Slot 0 holds the pair, slot 1 the same symbol with its legs exchanged.
    #expect(values[37 + 22] == 1 && values[37 + 23] == 0 && values[61 + 22] == 0 && values[61 + 23] == 1)
  }

  @Test(
    "Progress can be left out in both layouts that have it",
    arguments: [FundingArbitrageConfiguration.ObservationLayout.modular, .linked])
  func progress(layout: FundingArbitrageConfiguration.ObservationLayout) throws {
    var configuration = FundingArbitrageConfiguration.full
    configuration.layout = layout
    configuration.window = .fullRange
    for observes in [true, false] {
      configuration.observesProgress = observes
      var environment = try FundingArbitrageEnvironment.recording(MarketFixture(hours: 21), configuration)
      for _ in 0..<5 { _ = environment.take(.hold) }
      #expect(environment.observation[12] == (observes ? 0.25 : 0))
    }
  }

  @Test("Means of settled rates count what was stamped within their hours")
  func means() {
    var fixture = MarketFixture(hours: 100)
    fixture.settle(0.001, of: 0, at: 8)
    fixture.settle(0.002, of: 0, at: 16)
    let market = fixture.market()
    #expect(market.rateMeans(0, at: 7) == RateMeans())
    #expect(isClose(Double(market.rateMeans(0, at: 16).day), 0.003 / 24, to: 1e-9))
    #expect(isClose(Double(market.rateMeans(0, at: 31).day), 0.003 / 24, to: 1e-9))
    #expect(isClose(Double(market.rateMeans(0, at: 32).day), 0.002 / 24, to: 1e-9))
    #expect(isClose(Double(market.rateMeans(0, at: 79).threeDays), 0.003 / 72, to: 1e-9))
    #expect(isClose(Double(market.rateMeans(0, at: 80).threeDays), 0.002 / 72, to: 1e-9))
  }
}
