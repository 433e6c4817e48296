import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// The path from a dataset through statistics and ranking to the environment sees no later row.
@Suite struct FundingArbitrageCausalityTests {
  private static let hours = 140
  private static let venues = ["binance", "hyperliquid"]
  private static let symbols = ["AUSDT", "BUSDT", "CUSDT"]

  /// A dataset of random walks; from `changedFrom` on, what is not yet known at that hour comes from other draws.
  private func dataset(changedFrom change: Int = .max) -> MarketDataset {
    var instruments: [InstrumentSeries] = []
    for venue in Self.venues.indices {
      for symbol in Self.symbols.indices {
        var random = RandomStream(seed: 77).split("prices", symbol * 10 + venue)
        var other = RandomStream(seed: 78).split("prices", symbol * 10 + venue)
        var columns = [[Double]](repeating: [], count: 7)
        var price = 50.0 * Double(symbol + 1)
        for hour in 0..<Self.hours {
          // The open and the rate of an hour are known at it, the rest one hour later. Both worlds draw alike.
          let (jump, volume, rate) = (0.02 * random.normal(), 2e4 * random.uniformDouble(), 0.001 * random.normal())
          let changed = (0.05 * other.normal(), 5e4 * other.uniformDouble(), 0.01 * other.normal())
          let open = price
          price *= 1 + (hour >= change ? changed.0 : jump)
          let traded = 1e4 + (hour >= change ? changed.1 : volume)
          let settled = hour > change ? changed.2 : rate
          let interval = venue == 0 ? 8 : 1
          let row = [
            open, max(open, price) * 1.001, min(open, price) * 0.999, price, traded,
            hour % interval == 0 ? settled : .nan, hour % interval == 0 ? Double(interval) : .nan,
          ]
          for column in columns.indices { columns[column].append(row[column]) }
        }
        instruments.append(
          InstrumentSeries(
            venue: venue, symbol: symbol, open: columns[0], high: columns[1], low: columns[2], close: columns[3],
            volume: columns[4], settledRate: columns[5], intervalHours: columns[6],
            isImputed: Array(repeating: false, count: Self.hours)))
      }
    }
    return MarketDataset(
      venues: Self.venues, symbols: Self.symbols, start: 0, barCount: Self.hours, instruments: instruments,
      origin: .synthetic(seed: 77))
  }

  private func market(_ dataset: MarketDataset) -> FundingArbitrageMarket {
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let table = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard,
      configuration: OpportunityConfiguration(slots: 10, minimumHistoryHours: 24))
    let scaler = StandardScaler.fit(on: table, hours: 0..<60)
    return FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: table.scaled(by: scaler), liquidity: .standard,
      rulebook: .standard)
  }

  private struct Trace: Equatable {
    var observations: [[Float]] = []
    var masks: [[Bool]] = []
    var rewards: [Float] = []
  }

  /// Plays random valid actions from hour 30 on and notes what was known up to and including an hour.
  private func trace(
    _ market: FundingArbitrageMarket, until last: Int, seed: UInt64,
    layout: FundingArbitrageConfiguration.ObservationLayout = .modular
  ) throws -> Trace {
    var configuration = FundingArbitrageConfiguration.full
    configuration.layout = layout
    configuration.window = .fullRange
    configuration.dataRanges = [30..<Self.hours]
    configuration.execution.maximumEntryDepthShare = 1
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    var random = RandomStream(seed: seed)
    var trace = Trace()
    while true {
      trace.observations.append(environment.observation)
      trace.masks.append(environment.mask)
      guard environment.hour < last else { return trace }
      trace.rewards.append(environment.step(RandomValid.choose(from: environment.mask.span, using: &random)).reward)
    }
  }

  @Test("Changing the future changes no earlier observation, mask or reward", arguments: [61, 90, 120])
  func future(hour: Int) throws {
    let original = market(dataset())
    let changed = market(dataset(changedFrom: hour))
    for seed in 0..<5 as Range<UInt64> {
      let past = try trace(original, until: hour, seed: seed)
      #expect(try trace(changed, until: hour, seed: seed) == past)
      #expect(past.masks.contains { $0[1] } && past.rewards.contains { $0 != 0 })
    }
    // The change is real: the next hour sees it.
    #expect(try trace(changed, until: hour + 1, seed: 0) != trace(original, until: hour + 1, seed: 0))
  }

  @Test("Changing the future changes nothing earlier in the linked layout", arguments: [61, 90, 120])
  func futureOfLinks(hour: Int) throws {
    let original = market(dataset())
    let changed = market(dataset(changedFrom: hour))
    for seed in 0..<5 as Range<UInt64> {
      let past = try trace(original, until: hour, seed: seed, layout: .linked)
      #expect(try trace(changed, until: hour, seed: seed, layout: .linked) == past)
    }
    #expect(
      try trace(changed, until: hour + 1, seed: 0, layout: .linked)
        != trace(original, until: hour + 1, seed: 0, layout: .linked))
  }

  @Test("A compiled row holds the statistics and rules of its instrument")
  func compilation() throws {
    let dataset = dataset()
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let market = market(dataset)
    let row = market.row(4, at: 100)
    let series = dataset.instruments[4]
    #expect(row.mark == series.open[100] && row.high == series.high[100] && row.low == series.low[100])
    #expect(row.halfSpread == statistics[4].spread[100] / 200 && row.depth == statistics[4].depth[100])
    #expect(row.hourlyRate == Float(series.settledRate[100]) && row.isTraded)
    let impact = LiquidityModel.standard.impact(
      notional: 400, quoteVolume24h: statistics[4].quoteVolume24h[100], volatility: statistics[4].volatility24h[100])
    #expect(isClose(row.impactScale * 20, impact))
    #expect(market.instruments[4].venue == "hyperliquid" && market.instruments[4].symbol == "BUSDT")
    #expect(market.rules[market.instruments[4].rules].minimumNotional == 10)
    #expect(market.rules.count == 2)
  }
}
