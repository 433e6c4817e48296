import RLCore
import Randomness
import Settings
import Testing
import Trading

@testable import Envs

/// Episodes on several ranges of hours: the training folds of a cross-validation.
@Suite struct FundingArbitrageRangeTests {
  private static let ranges = [10..<100, 120..<150, 160..<240]

  private func configuration(_ ranges: [Range<Int>], hours: Int = 72) -> FundingArbitrageConfiguration {
    var configuration = FundingArbitrageConfiguration.full
    configuration.dataRanges = ranges
    configuration.window = .randomWindow(hours: hours)
    return configuration
  }

  @Test("Windows begin at every start of every range that is long enough, each as often as any other")
  func uniformStarts() throws {
    var environment = try FundingArbitrageEnvironment(
      market: MarketFixture(hours: 250).market(), configuration: configuration(Self.ranges))
    var random = RandomStream(seed: 1)
    var starts: [Int: Int] = [:]
    for _ in 0..<2600 {
      environment.reset(using: &random)
      #expect(environment.lastHour == environment.hour + 72)
      starts[environment.hour, default: 0] += 1
    }
    // 90 − 72 and 80 − 72 starts; 30 hours are too few. 100 draws each, deviation 10.
    #expect(starts.keys.sorted() == Array(10..<28) + Array(160..<168))
    #expect(starts.values.allSatisfy { (60...140).contains($0) })
  }

  @Test("One range draws the bits that it drew before there were several")
  func singleRange() throws {
    var environment = try FundingArbitrageEnvironment(
      market: MarketFixture(hours: 250).market(), configuration: configuration([20..<200]))
    var random = RandomStream(seed: 4)
    var same = random
    for _ in 0..<50 {
      environment.reset(using: &random)
      #expect(environment.hour == 20 + same.index(below: 180 - 72))
    }
    #expect(random == same)
  }

  @Test("No step reads a row outside of the ranges, and no episode leaves its range")
  func rowsOutside() throws {
    let original = MarketFixture.random(symbols: ["A", "B", "C"], hours: 250, seed: 6)
    var poisoned = original
    for hour in 0..<250 where !Self.ranges.contains(where: { $0.contains(hour) }) {
      for instrument in poisoned.rows.indices {
        poisoned.rows[instrument][hour] = InstrumentBar(
          mark: .nan, high: .nan, low: .nan, settledRate: 1e9, halfSpread: .nan, depth: .nan, impactScale: .nan,
          hourlyRate: .nan, isTraded: true, quote: .open)
      }
    }
    func trace(_ fixture: MarketFixture) throws -> (observations: [[Float]], rewards: [Float], entries: Int) {
      var environment = try FundingArbitrageEnvironment(
        market: fixture.market(), configuration: configuration(Self.ranges, hours: 24))
      var random = RandomStream(seed: 2)
      var trace: (observations: [[Float]], rewards: [Float], entries: Int) = ([], [], 0)
      for _ in 0..<40 {
        environment.reset(using: &random)
        let range = try #require(Self.ranges.first { $0.contains(environment.hour) })
        while environment.end == nil {
          trace.observations.append(environment.observation)
          trace.rewards.append(environment.step(RandomValid.choose(from: environment.mask.span, using: &random)).reward)
          #expect(range.contains(environment.hour))
        }
        trace.observations.append(environment.observation)
        trace.entries += environment.statistics.entries
      }
      return trace
    }
    let (expected, found) = (try trace(original), try trace(poisoned))
    #expect(found.observations == expected.observations && found.rewards == expected.rewards)
    #expect(expected.entries > 100)
  }

  @Test("A rule is chosen by its equity over all ranges together")
  func thresholdRule() throws {
    let market = MarketFixture.random(symbols: ["A", "B", "C"], hours: 250, seed: 6).market()
    let grid = [(20.0, -40.0), (20, 5), (160, -40), (160, 5)]
    var best: (equity: Double, rule: ThresholdRule)?
    for (enter, exit) in grid {
      var equity = 0.0
      for range in [10..<100, 160..<240] {
        var single = configuration([range])
        single.window = .fullRange
        var environment = try FundingArbitrageEnvironment(market: market, configuration: single)
        var rule = ThresholdRule(enterAbove: enter, exitBelow: exit)
        var random = RandomStream(seed: 0)
        environment.play(&rule, using: &random)
        equity += environment.equity
      }
      if equity > best?.equity ?? -.infinity { best = (equity, ThresholdRule(enterAbove: enter, exitBelow: exit)) }
    }
    let found = try ThresholdRule.best(
      on: market, configuration: configuration([10..<100, 160..<240]), enterAbove: [20, 160], exitBelow: [-40, 5])
    #expect(found == best?.rule)
  }

  @Test("Ranges that cannot be used are refused by field, rule and value")
  func refusals() {
    func error(_ ranges: [Range<Int>], window: FundingArbitrageConfiguration.EpisodeWindow) -> String? {
      var configuration = configuration(ranges)
      configuration.window = window
      do throws(ConfigurationError) {
        _ = try FundingArbitrageEnvironment(market: MarketFixture(hours: 100).market(), configuration: configuration)
        return nil
      } catch {
        return "\(error.field) must \(error.must), was \(error.found)"
      }
    }
    #expect(error([0..<30, 30..<100], window: .randomWindow(hours: 69)) == nil)
    #expect(
      error([0..<30, 30..<100], window: .randomWindow(hours: 70))
        == "window.hours must be below the 70 hours of the longest data range, was 70")
    #expect(
      error([], window: .randomWindow(hours: 100)) == "window.hours must be below the 100 hours of data, was 100")
    #expect(
      error([0..<30, 40..<100], window: .fullRange)
        == "dataRanges must be one range where an episode covers all of it, was 2")
    #expect(
      error([0..<31, 30..<100], window: .randomWindow(hours: 9))
        == "dataRanges must be ascending without overlap, was [Range(0..<31), Range(30..<100)]")
    #expect(
      error([0..<30, 90..<101], window: .randomWindow(hours: 9))
        == "dataRanges must each hold at least 2 of the market's hours 0..<100, was 90..<101")
  }

  @Test("Ranges survive JSON, and bounds that go backwards are refused by name")
  func json() throws {
    let ranges = [JSONValue.list([.number(10), .number(100)]), .list([.number(120), .number(150)])]
    let read = try FundingArbitrageConfiguration.full.applying(.object(["dataRanges": .list(ranges)]))
    #expect(read.dataRanges == [10..<100, 120..<150])
    #expect(try FundingArbitrageConfiguration.full.applying(read.json) == read)
    let backwards = JSONValue.object(["dataRanges": .list([.list([.number(100), .number(10)])])])
    let error = #expect(throws: ConfigurationError.self) {
      try FundingArbitrageConfiguration.full.applying(backwards)
    }
    #expect(error?.field.hasPrefix("dataRanges") == true)
  }

  @Test("Phases of a curriculum share a market and the spaces of their preset")
  func phases() throws {
    let market = MarketFixture.random(symbols: ["A", "B", "C"], hours: 300, seed: 6).market()
    for preset in [FundingArbitrageConfiguration.simple, .pbt, .full] {
      let first = try FundingArbitrageEnvironment(market: market, configuration: preset)
      var sources = (1...preset.positionSlots).map { TradingConfigSource.fixed(TradingConfig(maximumPositions: $0)) }
      var ranges = TradingConfigRanges()
      ranges.maximumPositions = 1...preset.positionSlots
      sources.append(.sampled(ranges))
      for (trading, hours) in sources.flatMap({ source in [72, 168].map { (source, $0) } }) {
        var phase = preset
        phase.trading = trading
        phase.window = .randomWindow(hours: hours)
        var environment = try FundingArbitrageEnvironment(market: market, configuration: phase)
        #expect(environment.market === market)
        #expect(environment.observationSpace == first.observationSpace)
        #expect(environment.actionSpace == first.actionSpace)
        var policy = RandomValid()
        var random = RandomStream(seed: 1)
        environment.play(&policy, using: &random)
        #expect(environment.statistics.steps == hours)
      }
    }
  }

  @Test("The longest holding of a recording is that of its trades, 0 without any")
  func longestHolding() throws {
    var environment = try FundingArbitrageEnvironment.recording(MarketFixture(hours: 30), .story)
    #expect(environment.recording?.longestHoldingHours == 0)
    // Three hours, then from hour 6 to the end at 29.
    _ = environment.take(.enter(slot: 0, size: 0))
    for _ in 0..<2 { _ = environment.take(.hold) }
    _ = environment.take(.exit(slot: 0))
    #expect(environment.recording?.longestHoldingHours == 3)
    for _ in 0..<2 { _ = environment.take(.hold) }
    _ = environment.take(.enter(slot: 0, size: 0))
    environment.holdToTheEnd()
    #expect(environment.recording?.longestHoldingHours == 23)
  }
}
