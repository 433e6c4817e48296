import Foundation
import MarketData
import Testing

@Suite("Features of opportunities")
struct OpportunityFeatureTests {
  private static let liquidity = LiquidityModel(
    spreadIntercept: -2, spreadSlope: 0, depthIntercept: 4, depthSlope: 0)

  private func table(
    _ instruments: [InstrumentSeries], configuration: OpportunityConfiguration = .init()
  ) -> OpportunityTable {
    let dataset = OpportunityMarket.dataset(venues: ["binance", "hyperliquid"], instruments: instruments)
    return OpportunityTable.build(
      from: dataset, liquidity: Self.liquidity, rules: .standard, configuration: configuration)
  }

  private func value(_ feature: Feature, _ table: OpportunityTable, hour: Int, slot: Int = 0) -> Double {
    Double(table.feature(feature, hour: hour, slot: slot))
  }

  @Test("every feature of a constant market equals its value worked out by hand")
  func constantMarket() {
    let table = table([
      OpportunityMarket.series(venue: 0, hours: 100, rate: { _ in 0.0001 }),
      OpportunityMarket.series(
        venue: 1, hours: 100, interval: 1, rate: { _ in 0.00005 }, price: { _ in 100.1 }, volume: { _ in 2000 }),
    ])
    #expect(table.pairs.count == 2)
    #expect(table.pair(hour: 71, slot: 0) == nil)
    // Buying on Binance and selling on Hyperliquid earns 8·0.005 % − 0.01 % = 0.03 % in 8 hours.
    #expect(table.pair(hour: 81, slot: 0) == 0)
    let expected: [(Feature, Double)] = [
      (.isValid, 1), (.longFundingRate, 0.0001), (.shortFundingRate, 0.00005), (.longFundingInterval, 1),
      (.shortFundingInterval, 0.125), (.fundProfit8h, 0.03), (.fundProfit8h24hProj, 0.03), (.fundProfit8h3dProj, 0.03),
      (.fundApr, 32.85), (.fundApr24hProj, 32.85), (.fundApr3dProj, 32.85), (.spread30SampleAverage, 0.1),
      (.priceSpread24hAverage, 0.1), (.priceSpread3dAverage, 0.1), (.spreadVolatility, 0),
      (.volume24hLog, log10(2.4e6)), (.bidAskSpread, 0.01), (.orderBookDepthLog, 4),
      // Fees 2·(0.05 + 0.045), half-spreads 4·0.005; three times 0.03 for a day of funding.
      (.positionCost, 0.21), (.estimatedProfit, 0.09 - 0.21), (.hoursToSettlement, 0.125), (.priceVolatility, 0),
    ]
    #expect(expected.count == Feature.allCases.count)
    for (feature, number) in expected {
      #expect(abs(value(feature, table, hour: 81) - number) < 2e-6 * max(1, number), "\(feature)")
    }
    // The opposite direction comes second, with everything that has a sign reversed.
    #expect(table.pair(hour: 81, slot: 1) == 1)
    #expect(abs(value(.fundApr, table, hour: 81, slot: 1) + 32.85) < 1e-4)
    #expect(abs(value(.priceSpread24hAverage, table, hour: 81, slot: 1) - (100 / 100.1 - 1) * 100) < 1e-6)
    #expect(table.pair(hour: 81, slot: 2) == nil)
    #expect(table.feature(.isValid, hour: 81, slot: 2) == 0)
  }

  @Test("projections divide the rates paid by the hours they paid for when the interval changes")
  func changingInterval() {
    // Long leg: 8-hourly 0.0008 (0.0001 an hour) until hour 80, hourly 0.0003 from hour 81.
    let hours = 120
    let rates = (0..<hours).map { hour in hour <= 80 ? (hour % 8 == 0 ? 0.0008 : .nan) : 0.0003 }
    let base = OpportunityMarket.series(venue: 0, hours: hours, rate: { _ in 0 })
    let long = InstrumentSeries(
      venue: 0, symbol: 0, open: base.open, high: base.high, low: base.low, close: base.close, volume: base.volume,
      settledRate: rates, intervalHours: rates.indices.map { rates[$0].isNaN ? .nan : $0 <= 80 ? 8 : 1 },
      isImputed: base.isImputed)
    let short = OpportunityMarket.series(venue: 1, hours: hours, rate: { _ in 0 })
    let table = table([long, short])
    // At hour 90 the window (66, 90] holds settlements 72 and 80 (16 hours, 0.0016) and ten hourly ones (0.0030).
    let hourly = (0.0016 + 0.0030) / 26
    let slot = table.pair(hour: 90, slot: 0) == 0 ? 0 : 1
    #expect(abs(value(.fundProfit8h24hProj, table, hour: 90, slot: slot) + 800 * hourly) < 1e-6)
    #expect(abs(value(.fundProfit8h, table, hour: 90, slot: slot) + 800 * 0.0003) < 1e-6)
    // Window (18, 90]: settlements 24, 32, … 80 (64 hours, 0.0064) and the ten.
    #expect(abs(value(.fundProfit8h3dProj, table, hour: 90, slot: slot) + 800 * (0.0064 + 0.0030) / 74) < 1e-6)
  }

  @Test("price spread and volatility count the closed hours only")
  func closedHours() {
    // The short leg trades 1 % above the long one from hour 80 on.
    let table = table([
      OpportunityMarket.series(venue: 0, hours: 100, rate: { _ in 0.0001 }),
      OpportunityMarket.series(venue: 1, hours: 100, rate: { _ in 0.0002 }, price: { $0 < 80 ? 100 : 101 }),
    ])
    #expect(value(.priceSpread24hAverage, table, hour: 80) == 0)
    #expect(abs(value(.priceSpread24hAverage, table, hour: 86) - 6.0 / 24) < 1e-6)
    #expect(abs(value(.spread30SampleAverage, table, hour: 86) - 6.0 / 30) < 1e-6)
    #expect(abs(value(.priceSpread3dAverage, table, hour: 86) - 6.0 / 72) < 1e-6)
    // Six ones among 24 values: sample variance (6·0.75² + 18·0.25²)/23.
    let deviation = ((6 * 0.5625 + 18 * 0.0625) / 23).squareRoot()
    #expect(abs(value(.spreadVolatility, table, hour: 86) - deviation) < 1e-6)
  }

  @Test("hours to settlement count down to the earlier of the two legs")
  func hoursToSettlement() {
    let table = table([
      OpportunityMarket.series(venue: 0, hours: 100, rate: { _ in 0.0001 }),
      OpportunityMarket.series(venue: 1, hours: 100, interval: 4, rate: { _ in 0.0001 }),
    ])
    let hours = (80..<88).map { value(.hoursToSettlement, table, hour: $0) * 8 }
    #expect(hours == [4, 3, 2, 1, 4, 3, 2, 1])
  }
}
