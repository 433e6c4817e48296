import RLCore
import Randomness
import Settings
import Testing
import Trading

@testable import Envs

/// Windows, settings of an episode, and what a configuration refuses.
@Suite struct FundingArbitrageEpisodeTests {
  @Test("Sampled settings differ by episode, follow from the stream and stay within their ranges")
  func sampledSettings() throws {
    var configuration = FundingArbitrageConfiguration.full
    configuration.trading = .sampled(TradingConfigRanges())
    let market = MarketFixture(hours: 200).market()
    func settings(seed: UInt64) throws -> [TradingConfig] {
      var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
      var random = RandomStream(seed: seed)
      return (0..<200).map { _ in
        environment.reset(using: &random)
        return environment.trading
      }
    }
    let drawn = try settings(seed: 1)
    #expect(try settings(seed: 1) == drawn)
    #expect(try settings(seed: 2) != drawn)
    #expect(zip(drawn, drawn.dropFirst()).allSatisfy { $0 != $1 })
    for trading in drawn { #expect(throws: Never.self) { try trading.validate() } }
    #expect(Set(drawn.map(\.maximumPositions)) == [1, 2, 3, 4, 5])
    #expect(drawn.allSatisfy { (1...10).contains($0.leverage) && (0.3...0.8).contains($0.utilization) })
    #expect(drawn.allSatisfy { (-0.05 ... -0.01).contains($0.stopLoss) && (0.1...0.3).contains($0.liquidationBuffer) })
    #expect(drawn.contains { $0.leverage > 6 })
  }

  @Test("Random windows last their hours, begin at different ones and stay within the data range")
  func windows() throws {
    var configuration = FundingArbitrageConfiguration.full
    configuration.dataRanges = [20..<120]
    var environment = try FundingArbitrageEnvironment(
      market: MarketFixture(hours: 200).market(), configuration: configuration)
    var random = RandomStream(seed: 1)
    var starts: Set<Int> = []
    for _ in 0..<300 {
      environment.reset(using: &random)
      starts.insert(environment.hour)
      let start = environment.hour
      var end: EpisodeEnd?
      while end == nil { end = environment.take(.hold).end }
      #expect(end == .truncated && environment.hour == start + 72 && environment.hour < 120)
    }
    #expect(starts == Set(20..<48))
  }

  @Test("The full range runs from its first hour to its last")
  func fullRange() throws {
    var configuration = FundingArbitrageConfiguration.simple
    configuration.window = .fullRange
    configuration.dataRanges = [10..<30]
    var environment = try FundingArbitrageEnvironment(
      market: MarketFixture(hours: 40).market(), configuration: configuration)
    #expect(environment.hour == 10)
    environment.holdToTheEnd()
    #expect(environment.hour == 29 && environment.statistics.steps == 19 && environment.equity == 10_000)
  }

  @Test("Sizing reaches the utilisation that was asked for, the plan's does not")
  func utilization() throws {
    let fixture = MarketFixture(symbols: ["A", "B", "C", "D", "E"], hours: 80)
    func marginShare(_ configuration: FundingArbitrageConfiguration) throws -> Double {
      var configuration = configuration
      configuration.trading = .fixed(TradingConfig(leverage: 2, utilization: 0.6, maximumPositions: 5))
      var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
      for slot in [0, 2, 4, 6, 8] { _ = environment.take(.enter(slot: slot, size: 2)) }
      #expect(environment.openPositions == 5)
      return environment.marginUsed / environment.equity
    }
    #expect(try (0.59...0.601).contains(marginShare(.full)))
    #expect(try marginShare(.fullAsPlanned) < 0.17)
  }

  @Test("A copy of an environment goes its own way")
  func copies() throws {
    var first = try FundingArbitrageEnvironment.recording(MarketFixture(hours: 9), .story)
    let second = first
    _ = first.take(.enter(slot: 0, size: 0))
    #expect(first.openPositions == 1 && second.openPositions == 0 && second.cash == 10_000)
  }

  @Test("Settings that cannot be used are refused by name")
  func refusals() {
    func field(_ change: (inout FundingArbitrageConfiguration) -> Void) -> String? {
      var configuration = FundingArbitrageConfiguration.full
      change(&configuration)
      do throws(ConfigurationError) {
        _ = try FundingArbitrageEnvironment(market: MarketFixture(hours: 100).market(), configuration: configuration)
        return nil
      } catch {
        return error.field
      }
    }
    #expect(field { _ in } == nil)
    #expect(field { $0.initialCapital = 0 } == "initialCapital")
    #expect(field { $0.opportunitySlots = 11 } == "opportunitySlots")
    #expect(field { $0.sizeFractions = [1.5] } == "sizeFractions")
    #expect(field { $0.window = .randomWindow(hours: 100) } == "window.hours")
    #expect(field { $0.dataRanges = [50..<101] } == "dataRanges")
    #expect(field { $0.dataRanges = [0..<80, 99..<100] } == "dataRanges")
    #expect(field { $0.trading = .fixed(TradingConfig(maximumPositions: 6)) } == "trading.maximumPositions")
    #expect(field { $0.trading = .fixed(TradingConfig(leverage: 11)) } == "leverage")
    #expect(field { $0.trading = .fixed(TradingConfig(leverage: 10)) } == "liquidationBuffer")
    #expect(field { $0.execution.feeMultiplier = -1 } == "feeMultiplier")
    #expect(field { $0.execution.maximumExitDepthShare = 0.05 } == "maximumExitDepthShare")
    #expect(field { $0.reward.scale = 0 } == "scale")
    #expect(field { $0.risk.terminatingDrawdown = 1 } == "terminatingDrawdown")
    #expect(field { $0.sizing = .fixedNotional(-1) } == "sizing.fixedNotional")
  }
}
