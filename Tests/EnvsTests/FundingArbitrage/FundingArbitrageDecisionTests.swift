import Accounting
import MarketData
import Persistence
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Decisions every few hours, windows that stay open, and costs that rise: the books stay what they are.
@Suite struct FundingArbitrageDecisionTests {
  private let symbols = ["A", "B", "C", "D", "E", "F"]

  private func configuration(_ change: (inout FundingArbitrageConfiguration) -> Void) -> FundingArbitrageConfiguration {
    var configuration = FundingArbitrageConfiguration.full
    configuration.trading = .sampled(TradingConfigRanges())
    change(&configuration)
    return configuration
  }

  /// The actions of an episode, drawn among the valid ones, with the reward of each step.
  private func play(
    _ environment: inout FundingArbitrageEnvironment, using random: inout RandomStream
  ) -> (actions: [DiscreteAction], hours: [Int], rewards: [Double]) {
    var played: (actions: [DiscreteAction], hours: [Int], rewards: [Double]) = ([], [], [])
    while environment.end == nil {
      let action = RandomValid.choose(from: environment.mask.span, using: &random)
      played.hours.append(environment.hour)
      played.actions.append(action)
      played.rewards.append(Double(environment.step(action).reward))
    }
    return played
  }

  @Test("A decision every n hours is the hourly task with HOLD in between, to the bit", arguments: [2, 8, 24])
  func interval(hours: Int) throws {
    let market = MarketFixture.random(symbols: symbols, hours: 400, seed: 6, volatility: 0.03, basis: 0.004).market()
    var coarse = try FundingArbitrageEnvironment(
      market: market, configuration: configuration { $0.decisionInterval = hours })
    var hourly = try FundingArbitrageEnvironment(market: market, configuration: configuration { _ in })
    coarse.isRecording = true
    hourly.isRecording = true
    var entries = 0
    for seed in 0..<20 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      coarse.reset(using: &random)
      var same = RandomStream(seed: seed)
      hourly.reset(using: &same)
      let first = coarse.hour
      let played = play(&coarse, using: &random)
      // The hours of decisions: the first, then the multiples of the interval (hour 0 of the fixture is midnight).
      #expect(played.hours.dropFirst().allSatisfy { $0 % hours == 0 } && played.hours.first == first)
      for (index, action) in played.actions.enumerated() {
        #expect(hourly.hour == played.hours[index])
        var reward = Double(hourly.step(action).reward)
        let next = index + 1 < played.hours.count ? played.hours[index + 1] : Int.max
        while hourly.end == nil && hourly.hour < next { reward += Double(hourly.take(.hold).reward) }
        #expect(abs(reward - played.rewards[index]) <= 1e-5 * max(1, abs(reward)))
      }
      #expect(coarse.end == hourly.end && coarse.recording == hourly.recording)
      entries += coarse.statistics.entries
    }
    #expect(entries > 20)
  }

  @Test("A bankruptcy between two decisions ends the step where it happens")
  func endWithin() throws {
    var fixture = MarketFixture(hours: 30)
    fixture.price(60, of: 0, from: 3)
    var configuration = FundingArbitrageConfiguration.story
    configuration.sizing = .fixedNotional(9000)
    configuration.decisionInterval = 8
    configuration.risk.terminatingDrawdown = 0.05
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    let outcome = environment.take(.enter(slot: 0, size: 0))
    #expect(outcome.end == .terminated && environment.hour == 3)
    let equity = environment.equity
    #expect(isClose(Double(outcome.reward), 300 * (equity - 10_000) / 10_000, to: 1e-6))
  }

  @Test(
    "A window that stays open marks to the market: the reward is the change of equity, and nothing is paid to leave")
  func openWindows() throws {
    let market = MarketFixture.random(symbols: symbols, hours: 400, seed: 7, volatility: 0.01, basis: 0.001).market()
    var stayedOpen = 0
    for seed in 0..<30 as Range<UInt64> {
      var open = try FundingArbitrageEnvironment(
        market: market, configuration: configuration { $0.closesRandomWindows = false })
      var closing = try FundingArbitrageEnvironment(market: market, configuration: configuration { _ in })
      open.isRecording = true
      closing.isRecording = true
      var random = RandomStream(seed: seed)
      open.reset(using: &random)
      let played = play(&open, using: &random)
      var same = RandomStream(seed: seed)
      closing.reset(using: &same)
      var closed: [Double] = []
      for action in played.actions { closed.append(Double(closing.step(action).reward)) }
      // Until the last hour both are the same; then one pays for leaving.
      #expect(played.rewards.dropLast() == closed.dropLast())
      if open.end == .truncated, open.openPositions > 0 {
        stayedOpen += 1
        #expect(closing.openPositions == 0 && closing.equity < open.equity)
      }
      let recording = try #require(open.recording)
      let booked = recording.ledger.reduce(0) { $0 + $1.amount }
      #expect(abs(10_000 + booked - open.cash) <= 1e-5)
      #expect(abs(played.rewards.reduce(0, +) - 300 * (open.equity - 10_000) / 10_000) < 1e-3)
    }
    #expect(stayedOpen > 10)
  }

  @Test("The whole range closes whatever the windows of training do")
  func wholeRange() throws {
    var configuration = FundingArbitrageConfiguration.story
    configuration.closesRandomWindows = false
    var environment = try FundingArbitrageEnvironment.recording(MarketFixture(hours: 10), configuration)
    _ = environment.take(.enter(slot: 0, size: 0))
    environment.holdToTheEnd()
    #expect(environment.openPositions == 0 && environment.recording?.trades.count == 1)
  }

  @Test("Costs that rise change the reward by what they forgive, and neither books nor observations")
  func costRamp() throws {
    let market = MarketFixture.random(symbols: symbols, hours: 400, seed: 8, volatility: 0.03, basis: 0.004).market()
    var ramped = try FundingArbitrageEnvironment(
      market: market, configuration: configuration { $0.reward.costRampSteps = 400 })
    var plain = try FundingArbitrageEnvironment(market: market, configuration: configuration { _ in })
    ramped.isRecording = true
    plain.isRecording = true
    var random = RandomStream(seed: 2)
    var same = RandomStream(seed: 2)
    var forgivenInAll = 0.0
    for _ in 0..<8 {
      ramped.reset(using: &random)
      plain.reset(using: &same)
      while ramped.end == nil {
        let share = min(Double(ramped.age) / 400, 1)
        let before = ramped.account.tradingCosts
        let action = RandomValid.choose(from: ramped.mask.span, using: &random)
        _ = RandomValid.choose(from: plain.mask.span, using: &same)
        #expect(ramped.observation == plain.observation && ramped.mask == plain.mask)
        let (first, second) = (ramped.step(action), plain.step(action))
        let forgiven = 300 * (1 - share) * (ramped.account.tradingCosts - before) / 10_000
        #expect(abs(Double(first.reward - second.reward) - forgiven) < 1e-4 * max(1, abs(Double(first.reward))))
        #expect(first.end == second.end)
        forgivenInAll += forgiven
        if share == 1 { #expect(first.reward == second.reward) }
      }
      #expect(ramped.recording == plain.recording)
    }
    #expect(forgivenInAll > 1 && ramped.age > 400)
  }

  @Test("A checkpoint knows how far costs have risen, also through a wrapper")
  func resume() throws {
    let market = MarketFixture.random(symbols: symbols, hours: 400, seed: 8).market()
    let environment = try FundingArbitrageEnvironment(
      market: market, configuration: configuration { $0.reward.costRampSteps = 300 })
    func make() throws -> VectorEnvironment<TimeLimit<FundingArbitrageEnvironment>> {
      try VectorEnvironment(
        Array(repeating: TimeLimit(environment, maximumSteps: 50), count: 3), random: RandomStream(seed: 1))
    }
    func steps(
      _ count: Int, in environments: VectorEnvironment<TimeLimit<FundingArbitrageEnvironment>>,
      from observations: inout ObservationBatch, using random: inout RandomStream
    ) -> [Float] {
      var rewards: [Float] = []
      for _ in 0..<count {
        let width = environments.maskWidth
        let actions = (0..<3).map { row in
          RandomValid.choose(from: observations.masks[row * width..<(row + 1) * width].span, using: &random)
        }
        rewards += environments.step(actions, observing: &observations).rewards
      }
      return rewards
    }
    let first = try make()
    var random = RandomStream(seed: 5)
    var observations = first.reset()
    _ = steps(170, in: first, from: &observations, using: &random)
    let second = try make()
    try second.restore(.training, from: try first.archive(.training))
    #expect(first.environments.map(\.age) == [170, 170, 170] && second.environments.map(\.age) == [170, 170, 170])
    var (otherRandom, otherObservations) = (random, observations)
    let expected = steps(200, in: first, from: &observations, using: &random)
    #expect(steps(200, in: second, from: &otherObservations, using: &otherRandom) == expected)
    #expect(try second.archive(.training) == first.archive(.training))
    // Without the ages the rewards would be others.
    var forgetful = try first.archive(.training)
    forgetful.metadata["ages"] = nil
    let third = try make()
    try third.restore(.training, from: forgetful)
    #expect(third.environments.map(\.age) != first.environments.map(\.age))
    forgetful.metadata["ages"] = "[1]"
    #expect(throws: ArchiveError.self) { try third.restore(.training, from: forgetful) }
  }

  @Test("Trading costs are the fees of the ledger and the distances of its fills from the mark")
  func tradingCosts() throws {
    var fixture = MarketFixture(hours: 10)
    for instrument in 0..<2 {
      for hour in 0..<10 { fixture.rows[instrument][hour].halfSpread = 0.001 }
    }
    var environment = try FundingArbitrageEnvironment.recording(fixture, .story)
    _ = environment.take(.enter(slot: 0, size: 0))
    environment.holdToTheEnd()
    // Prices never move and nothing is settled: all that is lost is what trading cost.
    #expect(isClose(environment.account.tradingCosts, 10_000 - environment.equity))
    #expect(environment.account.tradingCosts > 5)
  }

  @Test("Bad settings of decisions are refused in a sentence", arguments: [0, -1, 5, 48])
  func badInterval(hours: Int) {
    #expect(throws: (any Error).self) {
      try FundingArbitrageEnvironment(
        market: MarketFixture(hours: 100).market(), configuration: configuration { $0.decisionInterval = hours })
    }
    #expect(throws: (any Error).self) {
      try FundingArbitrageEnvironment(
        market: MarketFixture(hours: 100).market(), configuration: configuration { $0.reward.costRampSteps = -1 })
    }
  }
}
