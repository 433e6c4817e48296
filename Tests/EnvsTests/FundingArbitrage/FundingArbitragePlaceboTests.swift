import Accounting
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Markets whose signal was moved or mixed in time, with holes where a slot may now point.
@Suite struct FundingArbitragePlaceboTests {
  private static let hours = 24 * 16
  private let base: FundingArbitrageMarket
  private let table: OpportunityTable

  init() throws {
    let dataset = try Self.dataset()
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let table = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard,
      configuration: OpportunityConfiguration(minimumHistoryHours: 24))
    self.table = table.scaled(by: StandardScaler.fit(on: table, hours: [24..<120, 200..<300]))
    base = FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: self.table, liquidity: .standard, rulebook: .standard)
  }

  /// A generated market of three symbols, in which one instrument is listed late, one ends early and one has gaps.
  private static func dataset() throws -> MarketDataset {
    let symbols = ["AUSDT", "BUSDT", "CUSDT"]
    let whole = try SyntheticMarket(SyntheticMarketConfiguration(symbols: symbols, days: 16)).generate(seed: 3)
    let instruments = whole.instruments.enumerated().map { index, series in
      func isAbsent(_ hour: Int) -> Bool {
        switch index {
        case 0: hour < 150
        case 1: hour >= 250
        case 2: hour % 60 < 3
        default: false
        }
      }
      func cut(_ values: [Double]) -> [Double] { values.indices.map { isAbsent($0) ? .nan : values[$0] } }
      let open = cut(series.open)
      let end = (open.lastIndex { !$0.isNaN } ?? -1) + 1
      return InstrumentSeries(
        venue: series.venue, symbol: series.symbol, open: open, high: cut(series.high), low: cut(series.low),
        close: cut(series.close), volume: cut(series.volume), settledRate: cut(series.settledRate),
        intervalHours: cut(series.intervalHours), isImputed: series.isImputed,
        listedUntil: end < open.count ? end : nil)
    }
    return MarketDataset(
      venues: whole.venues, symbols: whole.symbols, start: whole.start, barCount: whole.barCount,
      instruments: instruments, origin: whole.origin)
  }

  private var placebos: [OpportunityTable] {
    var random = RandomStream(seed: 5)
    return [table.lagged(byHours: 48), table.shuffled(within: 24..<Self.hours, using: &random)]
  }

  private struct Trace: Equatable {
    var observations: [[Float]] = []
    var masks: [[Bool]] = []
    var rewards: [Float] = []
  }

  private func trace(_ market: FundingArbitrageMarket) throws -> Trace {
    var configuration = FundingArbitrageConfiguration.full
    configuration.window = .fullRange
    configuration.execution.maximumEntryDepthShare = 1
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    var random = RandomStream(seed: 1)
    var trace = Trace()
    while environment.end == nil {
      trace.observations.append(environment.observation)
      trace.masks.append(environment.mask)
      trace.rewards.append(environment.step(RandomValid.choose(from: environment.mask.span, using: &random)).reward)
    }
    return trace
  }

  @Test("A lag of 0 is the market itself, any other signal is not")
  func agreement() throws {
    let expected = try trace(base)
    #expect(expected.masks.contains { $0[1] })
    #expect(try trace(base.showing(table.lagged(byHours: 0))) == expected)
    for placebo in placebos { #expect(try trace(base.showing(placebo)) != expected) }
  }

  @Test("A pair without an open at the hour is neither shown nor enterable")
  func holes() {
    var hidden = (late: 0, ended: 0, gap: 0)
    for placebo in placebos {
      let market = base.showing(placebo)
      for index in market.slots.indices where placebo.ranked[index] >= 0 {
        let pair = placebo.pairs[Int(placebo.ranked[index])]
        let legs = [pair.long, pair.short].map { market.row($0, at: index / placebo.slots) }
        let isQuoted = legs.allSatisfy { $0.quote == .open }
        #expect(market.slots[index].isEmpty != isQuoted)
        let first = index * FundingArbitrageMarket.featureCount
        #expect(market.features[first] == (isQuoted ? 1 : 0))
        guard !isQuoted else { continue }
        #expect(market.features[first..<first + FundingArbitrageMarket.featureCount].allSatisfy { $0 == 0 })
        if legs.contains(where: { $0.mark.isNaN }) {
          hidden.late += 1
        } else if legs.contains(where: { $0.quote.isFinal }) {
          hidden.ended += 1
        } else {
          hidden.gap += 1
        }
      }
    }
    #expect(hidden.late > 0 && hidden.ended > 0 && hidden.gap > 0)
  }

  @Test("The market's own table hides nothing, and its features are taken as they are")
  func present() {
    #expect(base.slots.indices.allSatisfy { base.slots[$0].isEmpty == (table.ranked[$0] < 0) })
    #expect(Array(base.features) == table.features)
  }

  @Test("Books close over a whole placebo window, and the mask allows nothing that is refused")
  func wholeWindow() throws {
    for placebo in placebos {
      try PlaceboWindow.play(base.showing(placebo), hours: 24..<Self.hours, seed: 7, leastEntries: 20)
    }
  }

  @Test("Hindsight earns the same: prices, funding and costs are those of the market")
  func pricesStay() {
    func optimum(_ market: FundingArbitrageMarket) -> HindsightOptimum {
      HindsightOptimum.solve(market: market, hours: 200..<260, notional: 1000, execution: ExecutionConfiguration())
    }
    let expected = optimum(base)
    for placebo in placebos { #expect(optimum(base.showing(placebo)) == expected) }
    #expect(base.showing(placebos[0]).start == base.start && base.showing(placebos[0]).symbols == base.symbols)
  }
}

/// One episode of random valid actions on a placebo market.
enum PlaceboWindow {
  /// Plays a window and checks that every observation is finite and the books close.
  static func play(_ market: FundingArbitrageMarket, hours: Range<Int>, seed: UInt64, leastEntries: Int) throws {
    var configuration = FundingArbitrageConfiguration.full
    configuration.window = .fullRange
    configuration.dataRanges = [hours]
    configuration.sizing = .fixedNotional(1000)
    configuration.execution.maximumEntryDepthShare = 1
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    environment.isRecording = true
    var random = RandomStream(seed: seed)
    environment.reset(using: &random)
    while environment.end == nil {
      let observation = environment.observation
      #expect(observation.allSatisfy { $0.isFinite })
      _ = environment.step(RandomValid.choose(from: environment.mask.span, using: &random))
    }
    let recording = try #require(environment.recording)
    let statistics = environment.statistics
    #expect(environment.hour == hours.upperBound - 1 && environment.openPositions == 0)
    #expect(statistics.rejectedActions.total == 0 && statistics.entries >= leastEntries)
    #expect(recording.trades.count == statistics.entries)
    let booked = recording.ledger.reduce(10_000) { $0 + $1.amount }
    #expect(abs(booked - environment.equity) <= 1e-9 * 10_000)
    #expect(recording.longestHoldingHours > 0 && recording.longestHoldingHours < hours.count)
  }
}
