import Foundation
import MarketData
import Settings
import Testing

@Suite("Synthetic markets")
struct SyntheticMarketTests {
  private func market(_ symbols: [String], days: Int = 10, seed: UInt64 = 7) throws -> MarketDataset {
    try SyntheticMarket(.init(symbols: symbols, days: days)).generate(seed: seed)
  }

  @Test("Equal seeds give equal bits, other seeds give other markets")
  func deterministic() throws {
    let first = try market(["AUSDT", "BUSDT"])
    let again = try market(["AUSDT", "BUSDT"])
    #expect(first.fingerprint == again.fingerprint)
    #expect(first.instruments[0].close == again.instruments[0].close)
    #expect(try market(["AUSDT", "BUSDT"], seed: 8).fingerprint != first.fingerprint)
    #expect(first.origin == .synthetic(seed: 7))
  }

  @Test("A symbol's prices and funding do not depend on the other symbols or their order")
  func independentOfOrder() throws {
    let alone = try market(["BUSDT"])
    let among = try market(["CUSDT", "BUSDT", "AUSDT"])
    for venue in alone.venues.indices {
      let left = alone.instruments[try #require(alone.instrument(venue: venue, symbol: 0))]
      let right = among.instruments[try #require(among.instrument(venue: venue, symbol: 1))]
      #expect(left.close == right.close)
      #expect(left.settledRate.map { $0.bitPattern } == right.settledRate.map { $0.bitPattern })
    }
  }

  @Test("Candles are sound and hours without trade stand still")
  func soundCandles() throws {
    let dataset = try market(["AUSDT", "BUSDT", "CUSDT"], days: 40)
    var silent = 0
    for series in dataset.instruments {
      for hour in 0..<dataset.barCount {
        let (open, close) = (series.open[hour], series.close[hour])
        #expect(series.low[hour] > 0)
        #expect(series.low[hour] <= min(open, close) && max(open, close) <= series.high[hour])
        if series.volume[hour] == 0 {
          silent += 1
          #expect(dataset.venues[series.venue] == "hyperliquid")
          #expect(series.high[hour] == series.low[hour] && open == series.close[hour - 1])
        }
      }
    }
    #expect(silent > 0, "the thin venue must have hours without trade")
  }

  @Test("Venues settle at the multiples of their interval, within their cap, by their formula")
  func funding() throws {
    let symbols = (1...5).map { "S\($0)USDT" }
    let dataset = try market(symbols, days: 30)
    for series in dataset.instruments {
      let venue = SyntheticMarketConfiguration.defaultVenues[series.venue]
      let interval =
        venue.minorityStride == 5 && series.symbol == 4 ? venue.minorityIntervalHours : venue.intervalHours
      for hour in 1..<dataset.barCount {
        #expect(series.settledRate[hour].isNaN == (hour % interval != 0))
        guard !series.settledRate[hour].isNaN else { continue }
        #expect(series.intervalHours[hour] == Double(interval))
        #expect(abs(series.settledRate[hour]) <= venue.rateCap * Double(interval) / 8)
      }
      let base = (0.0001 * Double(interval) / 8 * 1e8).rounded() / 1e8
      #expect(series.settledRate.contains(base), "quiet hours settle at the base rate")
    }
  }

  @Test("Spikes are cut at the cap")
  func cap() throws {
    var venue = SyntheticMarketConfiguration.defaultVenues[0]
    (venue.spikeChance, venue.spikeSize, venue.rateCap) = (0.1, 0.1, 0.003)
    let other = SyntheticMarketConfiguration.defaultVenues[1]
    let configuration = SyntheticMarketConfiguration(symbols: ["AUSDT"], venues: [venue, other], days: 20)
    let rates = try SyntheticMarket(configuration).generate(seed: 1).instruments[0].settledRate.filter { !$0.isNaN }
    #expect(rates.max() == 0.003)
    #expect(rates.min() == -0.003)
  }

  @Test("Parameters out of range are refused by name")
  func validation() {
    func sentence(_ configuration: SyntheticMarketConfiguration) -> String? {
      #expect(throws: ConfigurationError.self) { try SyntheticMarket(configuration) }?.description
    }
    #expect(sentence(.init(days: 0)) == "days must be in 1...3650, was 0")
    #expect(
      sentence(.init(start: "2025-01-01T00:30"))
        == "start must be a date and a whole hour (UTC), was 2025-01-01T00:30")
    #expect(sentence(.init(regimes: [])) == "regimes must have 5 entries, was 0")
    var venue = SyntheticVenue()
    venue.intervalHours = 7
    #expect(sentence(.init(venues: [venue])) == "binance.intervalHours must divide 24, was 7")
  }

  @Test("A configuration survives JSON")
  func codable() throws {
    let configuration = SyntheticMarketConfiguration(days: 12)
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(SyntheticMarketConfiguration.self, from: data) == configuration)
  }
}
