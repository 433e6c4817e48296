import Accounting
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Properties that hold whatever the agent does.
@Suite struct FundingArbitrageInvariantTests {
  @Test("Ten thousand random valid steps leave every invariant true")
  func randomSteps() throws {
    let fixture = MarketFixture.random(
      symbols: ["A", "B", "C", "D", "E", "F"], hours: 400, seed: 5, volatility: 0.04, basis: 0.006)
    var configuration = FundingArbitrageConfiguration.full
    configuration.trading = .sampled(TradingConfigRanges())
    configuration.risk.dailyLossHalt = 0.05
    var environment = try FundingArbitrageEnvironment(market: fixture.market(), configuration: configuration)
    environment.isRecording = true
    var random = RandomStream(seed: 11)
    var totals = (entries: 0, unfilled: 0, liquidations: 0, stopLosses: 0)
    var steps = 0
    while steps < 10_000 {
      environment.reset(using: &random)
      var rewards = 0.0
      var entered = 0
      while environment.end == nil {
        let mask = environment.mask
        #expect(mask[0])
        #expect(environment.observation.allSatisfy { abs($0) <= 10 })
        let action = RandomValid.choose(from: mask.span, using: &random)
        if case .enter? = configuration.meaning(of: action) { entered += 1 }
        let entriesBefore = environment.statistics.entries
        rewards += Double(environment.step(action).reward)
        #expect(environment.openPositions <= environment.trading.maximumPositions)
        if environment.statistics.entries > entriesBefore { checkNewest(environment) }
        steps += 1
      }
      let statistics = environment.statistics
      // A valid action is refused only where the hour has nothing to fill it.
      #expect(statistics.rejectedActions.total == 0)
      #expect(statistics.entries + statistics.unfilledEntries == entered)
      try checkBooks(environment, rewards: rewards)
      totals.entries += statistics.entries
      totals.unfilled += statistics.unfilledEntries
      totals.liquidations += statistics.liquidatedLegs
      totals.stopLosses += statistics.stopLosses
    }
    // The run is worth something only if it met everything.
    #expect(totals.entries > 500 && totals.unfilled > 10 && totals.liquidations > 10 && totals.stopLosses > 10)
  }

  /// The margin limit, measured at the marks of the entry, and the buffer of every leg.
  private func checkNewest(_ environment: FundingArbitrageEnvironment) {
    let trading = environment.trading
    let account = environment.account
    for (slot, position) in account.positions.enumerated()
    where position.isOpen && position.entryBar == environment.hour - 1 {
      for leg in account.legs[account.legs(ofPosition: slot)] where leg.isOpen && leg.funding == 0 {
        #expect(leg.sign * (leg.entryPrice - leg.liquidationPrice) / leg.entryPrice >= trading.liquidationBuffer - 1e-9)
        #expect(isClose(leg.margin, position.size / trading.leverage))
        #expect(leg.quantity * leg.entryPrice <= position.size * (1 + 1e-12))
      }
      #expect(account.long(ofPosition: slot).quantity == account.short(ofPosition: slot).quantity)
    }
  }

  /// Cash, ledger, trades, rewards and the equity curve tell the same story, and nothing stays open.
  private func checkBooks(_ environment: FundingArbitrageEnvironment, rewards: Double) throws {
    let recording = try #require(environment.recording)
    let initial = environment.configuration.initialCapital
    #expect(environment.openPositions == 0 && environment.marginUsed == 0)
    #expect(environment.equity == environment.cash)
    let booked = recording.ledger.reduce(0) { $0 + $1.amount }
    #expect(abs(initial + booked - environment.cash) <= 1e-9 * initial)
    let traded = recording.trades.reduce(0) { $0 + $1.netProfit }
    #expect(abs(initial + traded - environment.cash) <= 1e-9 * initial)
    let scale = environment.configuration.reward.scale * 100
    #expect(abs(rewards - scale * (environment.cash - initial) / initial) < 1e-3)
    #expect(recording.equity.count == environment.statistics.steps + 1)
    #expect(recording.equity.last?.equity == environment.equity)
    #expect(recording.trades.count == environment.statistics.entries)
    for row in recording.ledger {
      switch row.kind {
      case .open: #expect(row.amount == 0)
      case .fee: #expect(row.amount <= 0)
      case .close, .liquidation, .funding: #expect(row.amount.isFinite)
      }
    }
  }

  @Test(
    "More fee never gives more equity, for any sequence of actions",
    arguments: [PositionSizing.fixedNotional(800), .utilization, .plan])
  func moreFee(sizing: PositionSizing) throws {
    let fixture = MarketFixture.random(symbols: ["A", "B", "C"], hours: 90, seed: 8)
    var configuration = FundingArbitrageConfiguration.full
    configuration.window = .fullRange
    configuration.sizing = sizing
    // A stop-loss counts fees, so that a dearer run would leave earlier: another sequence of trades.
    configuration.trading = .fixed(TradingConfig(maximumPositions: 5, stopLoss: -1))
    // Without a bound on depth no entry is refused in one run and made in another.
    configuration.execution.maximumEntryDepthShare = 1e6
    configuration.execution.maximumExitDepthShare = 1e6
    let market = fixture.market()
    var random = RandomStream(seed: 3)
    for _ in 0..<40 {
      let actions = (0..<89).map { _ in DiscreteAction(random.index(below: configuration.actionCount)) }
      var previous = Double.infinity
      for multiplier in [0, 0.5, 1, 3] {
        configuration.execution.feeMultiplier = multiplier
        var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
        for action in actions { _ = environment.step(action) }
        #expect(environment.statistics.entries > 0)
        #expect(environment.equity < previous)
        previous = environment.equity
      }
    }
  }

  @Test("Actions outside the mask are refused and counted, whatever the state")
  func invalidActions() throws {
    let fixture = MarketFixture.random(symbols: ["A", "B", "C"], hours: 120, seed: 9)
    var environment = try FundingArbitrageEnvironment(market: fixture.market(), configuration: .full)
    var random = RandomStream(seed: 4)
    environment.reset(using: &random)
    while environment.end == nil {
      let mask = environment.mask
      for index in mask.indices where !mask[index] {
        var trial = environment
        _ = trial.step(DiscreteAction(index))
        #expect(trial.statistics.rejectedActions.total == environment.statistics.rejectedActions.total + 1)
        #expect(trial.statistics.entries == environment.statistics.entries)
      }
      _ = environment.step(RandomValid.choose(from: mask.span, using: &random))
    }
  }

  @Test("Each reward term is a switch of its own")
  func rewardTerms() throws {
    func reward(price: Double, stopLoss: Double, _ change: (inout RewardConfiguration) -> Void) throws -> Double {
      var fixture = MarketFixture(hours: 4)
      fixture.price(price, of: 0, from: 1)
      var configuration = FundingArbitrageConfiguration.story
      configuration.trading = .fixed(TradingConfig(leverage: 5, maximumPositions: 1, stopLoss: stopLoss))
      change(&configuration.reward)
      var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
      return Double(environment.take(.enter(slot: 0, size: 0)).reward)
    }
    // Fees of 1 USD of 10000, times 300; at 92 another 80 are lost.
    let plain = try reward(price: 100, stopLoss: -1) { _ in }
    let fallen = try reward(price: 92, stopLoss: -1) { _ in }
    #expect(isClose(plain, -0.03, to: 1e-6) && isClose(fallen, -2.43, to: 1e-6))
    // Entry: 0.1 % of the size, times 3.
    #expect(try isClose(reward(price: 100, stopLoss: -1) { $0.penalizesEntry = true }, plain - 0.3, to: 1e-6))
    // At 92 the long leg is (92 − 80.40201)/92 = 12.6065 % away: 20·(0.15 − 0.126065).
    let near = try reward(price: 92, stopLoss: -1) { $0.penalizesLiquidationProximity = true }
    #expect(isClose(near, fallen - 20 * (0.15 - (92 - 800 / 9.95) / 92), to: 1e-6))
    #expect(try isClose(reward(price: 100, stopLoss: -1) { $0.penalizesLiquidationProximity = true }, plain, to: 1e-6))
    // A loss of 8 % passes a stop-loss of 5 %: fees of leaving 0.96, and 2 for the switch.
    let stopped = try reward(price: 92, stopLoss: -0.05) { $0.penalizesStopLoss = true }
    #expect(isClose(stopped, fallen - 0.03 * 0.96 - 2, to: 1e-6))
    #expect(try isClose(reward(price: 92, stopLoss: -1) { $0.penalizesStopLoss = true }, fallen, to: 1e-6))
  }
}
