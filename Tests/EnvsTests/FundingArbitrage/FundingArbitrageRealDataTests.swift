import Accounting
import Foundation
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Where the real market data lie, if they are at hand.
private enum RealData {
  /// `RLFRAMEWORK_MARKET`, or `../shared/market` beside the package.
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["RLFRAMEWORK_MARKET"].map { URL(fileURLWithPath: $0) }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let folder = named ?? root.appendingPathComponent("../shared/market").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}

/// The environment on real candles and rates, where they are at hand.
@Suite(.enabled(if: RealData.folder != nil))
struct FundingArbitrageRealDataTests {
  /// April and May 2025.
  private static func dataset() throws -> MarketDataset {
    let options = MarketDataOptions(
      symbols: ["BTCUSDT", "SOLUSDT", "DOGEUSDT"], from: 1_743_465_600_000, to: 1_748_736_000_000)
    return try MarketDataset.load(from: try #require(RealData.folder), options: options).dataset
  }

  /// The market, and the table that it shows.
  private static func market() throws -> (market: FundingArbitrageMarket, table: OpportunityTable) {
    let dataset = try dataset()
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let raw = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration())
    let table = raw.scaled(by: StandardScaler.fit(on: raw, hours: 0..<720))
    let market = FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: table, liquidity: .standard, rulebook: .standard)
    return (market, table)
  }

  @Test("Play on real data keeps its bits, from the files on")
  func bits() throws {
    let dataset = try Self.dataset()
    try #require(dataset.fingerprint == "986c36472baab4d5")
    #expect(try FundingArbitrageGoldenTests.hash(of: dataset) == "adc49959512b8d07")
  }

  @Test("Books close over a month of a lagged and of a shuffled signal on real data")
  func placebos() throws {
    let (market, table) = try Self.market()
    let hours = 720..<market.hourCount
    var random = RandomStream(seed: 2)
    for placebo in [table.lagged(byHours: 168), table.shuffled(within: hours, using: &random)] {
      try PlaceboWindow.play(market.showing(placebo), hours: hours, seed: 3, leastEntries: 100)
    }
  }

  @Test("A month of random trading on real data keeps its books to 1e-9 and never earns more than hindsight allows")
  func month() throws {
    let market = try Self.market().market
    var configuration = FundingArbitrageConfiguration.full
    configuration.window = .fullRange
    configuration.dataRanges = [720..<market.hourCount]
    configuration.sizeFractions = [1, 1, 1]
    configuration.sizing = .fixedNotional(1000)
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    environment.isRecording = true
    var policy = RandomValid()
    var random = RandomStream(seed: 1)
    let reward = environment.play(&policy, using: &random)
    let recording = try #require(environment.recording)
    let booked = recording.ledger.reduce(10_000) { $0 + $1.amount }
    #expect(abs(booked - environment.cash) <= 1e-9 * 10_000)
    #expect(abs(reward - 300 * (environment.cash - 10_000) / 10_000) < 1e-2)
    #expect(recording.trades.count > 100 && environment.statistics.rejectedActions.total == 0)
    #expect(recording.ledger.contains { $0.kind == .funding && $0.amount > 0 })

    let optimum = HindsightOptimum.solve(
      market: market, hours: 720..<market.hourCount, notional: 1000, execution: configuration.execution)
    #expect(optimum.totalProfit > 0 && environment.cash - 10_000 < optimum.totalProfit)
  }
}
