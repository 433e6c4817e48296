import Foundation
import MarketData
import Testing

@Suite("Statistics of instruments by hour")
struct InstrumentStatisticsTests {
  @Test("volume, volatility, spread and depth come from the last 24 closed hours")
  func handNumbers() {
    // The close alternates between 100 and 101 from hour 1 on; volume 10 until hour 30, then 20.
    let series = OpportunityMarket.series(
      venue: 0, hours: 60, rate: { _ in 0.0001 }, price: { $0 % 2 == 0 ? 100 : 101 }, volume: { $0 < 30 ? 10 : 20 })
    let dataset = OpportunityMarket.dataset(venues: ["binance"], instruments: [series])
    let model = LiquidityModel.standard
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: model)[0]
    #expect(statistics.quoteVolume24h[23].isNaN)
    #expect(statistics.spread[23].isNaN)
    #expect(abs(statistics.quoteVolume24h[24] - 12 * 10 * 201) < 1e-9)
    // Hours 8 to 31 at hour 32: 22 at 10 units and two (100 and 101) at 20.
    #expect(abs(statistics.quoteVolume24h[32] - (11 * 10 * 201 + 20 * 201)) < 1e-9)
    // Twelve returns of each sign: sample deviation r·√(24/23).
    let expected = log(1.01) * (24.0 / 23).squareRoot()
    #expect(abs(statistics.volatility24h[32] - expected) < 1e-12)
    #expect(statistics.spread[32] == model.spreadPercent(quoteVolume24h: statistics.quoteVolume24h[32]))
    #expect(statistics.depth[32] == model.depth(quoteVolume24h: statistics.quoteVolume24h[32]))
    #expect(abs(statistics.hourlyRate24h[32] - 0.0001 / 8) < 1e-18)
    #expect(statistics.lastSettlement[39] == 32)
    #expect(statistics.firstHour == 0)
  }

  @Test("a day without a trade has a volume of exactly 0")
  func noTrade() {
    let series = OpportunityMarket.series(
      venue: 0, hours: 80, rate: { _ in 0 }, price: { 0.1 + 0.01 * Double($0 % 3) }, volume: { $0 < 40 ? 1e9 / 3 : 0 })
    let dataset = OpportunityMarket.dataset(venues: ["binance"], instruments: [series])
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)[0]
    #expect(statistics.quoteVolume24h[64] == 0)
    #expect(statistics.depth[64] == 0)
    #expect(statistics.spread[64] == LiquidityModel.standard.maximumSpread)
  }

  @Test("a gap hides the volume for the 24 hours after it, and a perturbed future changes nothing")
  func gapsAndFuture() {
    let dataset = OpportunityMarket.random(hours: 120)
    let original = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let altered = InstrumentStatistics.compute(
      for: OpportunityMarket.perturbed(dataset, after: 80), liquidity: .standard)
    for (series, (before, after)) in zip(dataset.instruments, zip(original, altered)) {
      for hour in 0...80 {
        #expect(before.quoteVolume24h[hour].bitPattern == after.quoteVolume24h[hour].bitPattern)
        #expect(before.volatility24h[hour].bitPattern == after.volatility24h[hour].bitPattern)
        #expect(before.hourlyRate72h[hour].bitPattern == after.hourlyRate72h[hour].bitPattern)
        let isComplete = hour >= 24 && series.close[(hour - 24)..<hour].allSatisfy { !$0.isNaN }
        #expect(before.quoteVolume24h[hour].isNaN != isComplete)
      }
    }
  }
}
