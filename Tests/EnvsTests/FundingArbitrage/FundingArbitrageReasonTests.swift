import Accounting
import Foundation
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Masks and the reasons behind them, and the same account without an environment.
@Suite struct FundingArbitrageReasonTests {
  @Test("In every state of random play an action is valid exactly where it has no reason")
  func masks() throws {
    var met: Set<Rejection> = []
    var tasks = FundingArbitrageGoldenTests.goldens.map { golden in
      var configuration = FundingArbitrageConfiguration.simple
      golden.change(&configuration)
      return (FundingArbitrageGoldenTests.fixture.market(), configuration)
    }
    var poor = FundingArbitrageConfiguration.full
    poor.initialCapital = 60
    tasks.append((MarketFixture(hours: 80).market(), poor))
    var careful = FundingArbitrageConfiguration.full
    careful.trading = .fixed(TradingConfig(leverage: 4, liquidationBuffer: 0.249))
    tasks.append((MarketFixture(hours: 80).market(), careful))
    for (market, configuration) in tasks {
      var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
      var random = RandomStream(seed: 9)
      for _ in 0..<4 {
        environment.reset(using: &random)
        while environment.end == nil {
          met.formUnion(check(environment))
          _ = environment.step(RandomValid.choose(from: environment.mask.span, using: &random))
        }
        met.formUnion(check(environment))
      }
    }
    // Every reason but that of an index that no mask has.
    #expect(met == Set(Rejection.allCases).subtracting([.unknownAction]))
  }

  /// Compares mask, list and single answers; the reasons that were met.
  private func check(_ environment: FundingArbitrageEnvironment) -> Set<Rejection> {
    let reasons = environment.refusals
    #expect(environment.mask == reasons.map { $0 == nil })
    #expect(reasons == reasons.indices.map { environment.refusal(of: DiscreteAction($0)) })
    return Set(reasons.compactMap(\.self))
  }

  @Test("An index that names no action says so")
  func unknown() throws {
    let environment = try FundingArbitrageEnvironment.recording(MarketFixture(hours: 4), .story)
    for index in [-1, 4, .max] { #expect(environment.refusal(of: DiscreteAction(index)) == .unknownAction) }
  }

  @Test("After the end nothing is entered, whatever the state")
  func ended() throws {
    var environment = try FundingArbitrageEnvironment.recording(MarketFixture(hours: 4), .story)
    environment.holdToTheEnd()
    #expect(environment.refusals == [nil, .episodeEnded, .episodeEnded, .emptyPosition])
  }

  @Test("Counts that were written before a reason existed can still be read and added to")
  func olderCounts() throws {
    var counts = try JSONDecoder().decode(RejectedActions.self, from: Data(#"{"counts":[1,0,2]}"#.utf8))
    #expect(counts[.emptyPosition] == 2 && counts[.episodeEnded] == 0 && counts.total == 3)
    counts.count(.episodeEnded)
    #expect(counts[.episodeEnded] == 1 && counts.total == 4)
  }

  @Test("A live account over a window of two bars books what the environment books, bit for bit", arguments: [3, 4, 5])
  func live(seed: UInt64) throws {
    var configuration = FundingArbitrageConfiguration.full
    configuration.window = .fullRange
    configuration.risk.dailyLossHalt = 0.1
    configuration.trading = .fixed(
      TradingConfig(leverage: 8, utilization: 0.9, maximumPositions: 5, liquidationBuffer: 0.02))
    let fixture = FundingArbitrageGoldenTests.fixture
    var environment = try FundingArbitrageEnvironment.recording(fixture, configuration)
    let market = environment.market
    func rows(_ hour: Int, isKnown: Bool) -> [InstrumentBar] {
      market.instruments.indices.map { instrument in
        var row = market.row(instrument, at: hour)
        guard !isKnown else { return row }
        row.high = row.mark
        row.low = row.mark
        return row
      }
    }
    var account = Account(
      instruments: market.instruments, rules: market.rules, grid: market.grid, settings: configuration.accountSettings)
    account.reset(trading: environment.trading, firstBar: 0, isRecording: true)
    var live = try LiveAccount(account, opening: rows(0, isKnown: false), bar: 0)
    var random = RandomStream(seed: seed)
    while environment.hour < market.hourCount - 2 {
      let hour = environment.hour
      let action = RandomValid.choose(from: environment.mask.span, using: &random)
      _ = environment.step(action)
      try live.advance(closed: rows(hour, isKnown: true), opening: rows(hour + 1, isKnown: false)) { account, now in
        switch configuration.meaning(of: action) {
        case .enter(let slot, let size)?:
          let opportunity = market.slots[hour * market.slotCount + slot]
          account.open(
            LegOrder(Int(opportunity.long), .long), LegOrder(Int(opportunity.short), .short),
            symbol: opportunity.symbol, size: account.size(fraction: configuration.sizeFractions[size]), at: now)
        case .exit(let slot)?: account.close(slot: slot, reason: .agent, at: now)
        case .hold?, nil: break
        }
      }
    }
    #expect(environment.end == nil)
    #expect(live.account.recording?.ledger == environment.recording?.ledger)
    #expect(live.account.recording?.equity == environment.recording?.equity)
    #expect(live.account.recording?.trades == environment.recording?.trades)
    let statistics = environment.statistics
    #expect(statistics.entries > 20 && statistics.liquidatedLegs > 0)
    #expect(statistics.stopLosses > 0)
  }

  @Test("A venue whose candles have not arrived keeps its positions; one that is listed no longer loses them")
  func tip() throws {
    func market(listedUntil: Int?) throws -> FundingArbitrageMarket {
      let hours = 60
      func series(venue: Int, candles: Int, listedUntil: Int?) -> InstrumentSeries {
        let prices = (0..<hours).map { $0 < candles ? 100.0 : .nan }
        let rates = (0..<hours).map { $0 < candles ? 0.0001 * Double(venue) : .nan }
        return InstrumentSeries(
          venue: venue, symbol: 0, open: prices, high: prices, low: prices, close: prices,
          volume: prices.map { $0.isNaN ? .nan : 1e6 }, settledRate: rates,
          intervalHours: rates.map { $0.isNaN ? .nan : 1 },
          isImputed: [Bool](repeating: false, count: hours), listedUntil: listedUntil)
      }
      let dataset = MarketDataset(
        venues: ["alpha", "beta"], symbols: ["BTCUSDT"], start: 0, barCount: hours,
        instruments: [
          series(venue: 0, candles: hours, listedUntil: nil), series(venue: 1, candles: 50, listedUntil: listedUntil),
        ], origin: .synthetic(seed: 0))
      let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
      return FundingArbitrageMarket(
        dataset: dataset, statistics: statistics,
        opportunities: OpportunityTable.build(
          from: dataset, statistics: statistics, rules: .standard,
          configuration: OpportunityConfiguration(minimumHistoryHours: 24)),
        liquidity: .standard, rulebook: .standard)
    }
    var configuration = FundingArbitrageConfiguration.story
    configuration.dataRanges = [40..<60]
    var waiting = try FundingArbitrageEnvironment(market: market(listedUntil: nil), configuration: configuration)
    var ended = try FundingArbitrageEnvironment(market: market(listedUntil: 50), configuration: configuration)
    for _ in 0..<2 {
      _ = waiting.step(configuration.action(.enter(slot: 0, size: 0)))
      _ = ended.step(configuration.action(.enter(slot: 0, size: 0)))
    }
    #expect(waiting.openPositions == 1 && ended.openPositions == 1)
    while waiting.hour < 58 {
      _ = waiting.take(.hold)
      _ = ended.take(.hold)
      #expect(waiting.openPositions == 1)
      #expect(ended.openPositions == (ended.hour < 50 ? 1 : 0))
    }
  }
}
