import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// The policy that knows the law of a market's funding, and the rules beside it.
@Suite struct KnownLawTests {
  private func market(_ configuration: SyntheticMarketConfiguration, days: Int = 40, seed: UInt64 = 1) throws
    -> FundingArbitrageMarket
  {
    var configuration = configuration
    configuration.symbols = ["AUSDT", "BUSDT", "CUSDT"]
    configuration.days = days
    let dataset = try SyntheticMarket(configuration).generate(seed: seed)
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let table = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration(slots: 6))
    return FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: table, liquidity: .standard, rulebook: .standard)
  }

  private var task: FundingArbitrageConfiguration {
    var task = FundingArbitrageConfiguration.full
    task.opportunitySlots = 6
    return task
  }

  @Test("Without noise the filter is certain of level and age once the level has changed")
  func certainty() {
    let law = FundingRegimes()
    var belief = RegimeBelief(law)
    for _ in 0..<5 { belief.observe(0.001) }
    #expect(belief.weights.max().map { $0 < 0.5 } == true)
    for age in 1...12 {
      belief.observe(-0.001)
      #expect(isClose(belief.weights[RegimeBelief.index(level: -1, age: age, law: law)], 1))
    }
  }

  @Test("With noise the filter is Bayes' rule, here for regimes of one settlement")
  func bayes() {
    let law = FundingRegimes(rate: 0.002, activeShare: 0.4, shortest: 1, longest: 1, noise: 0.001)
    var belief = RegimeBelief(law)
    belief.observe(0.0015)
    // From the stationary share every level follows by its chance; likelihoods of 0.0015 around ±0.002 and 0.
    let prior = [0.2 * 0 + 0.6 * 0.2 + 0.2 * 0.4, 0.2 * 0.6 + 0.6 * 0.6 + 0.2 * 0.6, 0.6 * 0.2 + 0.2 * 0.4]
    let likelihood = [6.125, 1.125, 0.125].map { exponential(-$0) }
    let total = zip(prior, likelihood).reduce(0) { $0 + $1.0 * $1.1 }
    for index in 0..<3 { #expect(isClose(belief.weights[index], prior[index] * likelihood[index] / total, to: 1e-9)) }
  }

  private func exponential(_ value: Double) -> Double {
    // Σ xⁿ/n!, which converges quickly enough for the values of this test.
    var (sum, term) = (1.0, 1.0)
    for n in 1..<60 {
      term *= value / Double(n)
      sum += term
    }
    return sum
  }

  @Test("Values are what counting says for regimes of two settlements that alternate for certain")
  func values() {
    let law = FundingRegimes(rate: 0.01, activeShare: 1, shortest: 2, longest: 2)
    let value = RegimeValue(law, entryCost: 0.001, exitCost: 0.002, slotPrice: 0, horizon: 8)
    var belief = RegimeBelief(law)
    belief.observe(-0.01)
    belief.observe(-0.01)
    belief.observe(0.01)
    // One settlement at +1 to go, then two at −1, then +1: 0.01 each, entry and exit at every change.
    #expect(isClose(value.value(of: 1, from: 0, remaining: 1, belief: belief), 0.01 - 0.003))
    #expect(isClose(value.value(of: 1, from: 1, remaining: 3, belief: belief), 0.03 - 0.002 - 0.003))
    #expect(isClose(value.bound(remaining: 4, belief: belief), 0.04 - 3 * 0.003))
    #expect(value.value(of: -1, from: 0, remaining: 1, belief: belief) < 0)
    // A slot that costs more than it can earn is left empty.
    let dear = RegimeValue(law, entryCost: 0.001, exitCost: 0.002, slotPrice: 0.01, horizon: 8)
    #expect(dear.bound(remaining: 8, belief: belief) == 0)
  }

  @Test("On a planted market knowing the law earns more than the rules, and not more than the bound by much")
  func planted() throws {
    let market = try market(.planted)
    var training = task
    training.dataRanges = [0..<600]
    let judged = 600..<960
    let choice = try KnownLawPolicy.best(
      law: FundingRegimes(), on: market, configuration: training, judged: judged)
    func profit(_ policy: some FundingArbitragePolicy) throws -> Double {
      var judging = task
      judging.window = .fullRange
      judging.dataRanges = [judged]
      var environment = try FundingArbitrageEnvironment(market: market, configuration: judging)
      var policy = policy
      var random = RandomStream(seed: 0)
      environment.play(&policy, using: &random)
      return environment.equity - 10_000
    }
    let known = try profit(choice.policy)
    #expect(known > 50)
    for signal in FundingSignal.allCases {
      let rule = try ThresholdRule.best(on: market, configuration: training, signal: signal)
      #expect(rule.signal == signal)
      #expect(try profit(rule) < known)
    }
    #expect(known < choice.expectedBound * 1.25 && choice.expectedBound < 1000)
  }

  @Test("On a calm market the policy that knows the law stays out, and its bound is nothing")
  func calm() throws {
    let market = try market(.calm, days: 20)
    let law = try #require(SyntheticMarketConfiguration.calm.fundingRegimes)
    let choice = try KnownLawPolicy.best(law: law, on: market, configuration: task, judged: 240..<480)
    #expect(choice.expectedBound == 0)
    var configuration = task
    configuration.window = .fullRange
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    var (policy, random) = (choice.policy, RandomStream(seed: 0))
    environment.play(&policy, using: &random)
    #expect(environment.statistics.entries == 0)
  }

  @Test("The policy does what it does because of the past: other settlements later change nothing before them")
  func causality() throws {
    var fixture = MarketFixture(venues: ["binance", "hyperliquid"], symbols: ["A"], hours: 400)
    var other = fixture
    var path = RandomStream(seed: 9)
    var level = 0.001
    for hour in stride(from: 8, to: 400, by: 8) {
      if hour % 104 == 0 { level = -level }
      fixture.settle(level, of: 1, at: hour)
      fixture.settle(0, of: 0, at: hour)
      other.settle(hour <= 200 ? level : 0.001 * (path.uniformDouble() < 0.5 ? -1 : 1), of: 1, at: hour)
      other.settle(0, of: 0, at: hour)
    }
    var configuration = FundingArbitrageConfiguration.story
    configuration.execution.feeMultiplier = 0.5
    func actions(_ fixture: MarketFixture) throws -> [Int] {
      let market = fixture.market(slotCount: 2)
      var policy = try KnownLawPolicy(law: FundingRegimes(), market: market, configuration: configuration)
      var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
      var random = RandomStream(seed: 0)
      return (0..<201).map { _ in
        let action = policy.action(in: environment, mask: environment.mask, using: &random)
        _ = environment.step(action)
        return action.index
      }
    }
    let played = try actions(fixture)
    #expect(try actions(other) == played)
    #expect(Set(played).count > 2)
  }

  @Test("A rule on the mean of a day is not fooled by one settlement")
  func dailyMean() throws {
    var fixture = MarketFixture(hours: 60)
    for hour in stride(from: 8, to: 60, by: 8) { fixture.settle(hour == 32 ? -0.004 : 0.002, of: 1, at: hour) }
    func trades(_ signal: FundingSignal) throws -> Int {
      let configuration = FundingArbitrageConfiguration.story
      var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
      var rule = ThresholdRule(enterAbove: 80, exitBelow: -50, signal: signal)
      var random = RandomStream(seed: 0)
      environment.play(&rule, using: &random)
      return environment.statistics.entries
    }
    #expect(try trades(.dailyMean) == 1)
    #expect(try trades(.lastRate) == 3)
  }

  @Test("No grid binds: thresholds at its edge are doubled as long as that earns more")
  func edges() throws {
    var fixture = MarketFixture(symbols: ["A"], hours: 400)
    // 0.2 % now and then, which does not pay for a trade, and 2 % for three settlements in a row, which does.
    for hour in stride(from: 8, to: 400, by: 8) {
      let isLarge = (hour / 8) % 12 >= 9
      fixture.settle(isLarge ? 0.02 : (hour / 8) % 3 == 0 ? 0.0005 : -0.0005, of: 1, at: hour)
    }
    var configuration = FundingArbitrageConfiguration.story
    configuration.execution.feeMultiplier = 4
    let market = fixture.market(slotCount: 2)
    let rule = try ThresholdRule.best(
      on: market, configuration: configuration, enterAbove: [40], exitBelow: [0, 20], widens: true)
    #expect(rule.enterAbove >= 80)
  }
}
