import MarketData
import Randomness
import Settings
import Testing

@Suite("Markets whose law of funding is known")
struct FundingRegimesTests {
  /// Rates of the venue that pays, settlement by settlement.
  private func rates(_ configuration: SyntheticMarketConfiguration, days: Int = 400, seed: UInt64 = 3) throws
    -> [[Double]]
  {
    var configuration = configuration
    configuration.symbols = ["AUSDT", "BUSDT"]
    configuration.days = days
    let dataset = try SyntheticMarket(configuration).generate(seed: seed)
    return dataset.instruments.filter { dataset.venues[$0.venue] == "hyperliquid" }.map {
      $0.settledRate.filter { !$0.isNaN }
    }
  }

  private func runs(_ rates: [Double]) -> [(level: Double, count: Int)] {
    var runs: [(level: Double, count: Int)] = []
    for rate in rates {
      if let last = runs.last, last.level == rate { runs[runs.count - 1].count += 1 } else { runs.append((rate, 1)) }
    }
    return runs
  }

  @Test("Planted regimes are ±0.1 %, change sign every 9 to 18 settlements, and all lengths occur alike")
  func planted() throws {
    for series in try rates(.planted, days: 2000) {
      let runs = runs(series)
      #expect(series.count == 2000 * 3 - 1)
      #expect(Set(runs.map(\.level)) == [0.001, -0.001])
      let whole = runs.dropFirst().dropLast()
      #expect(whole.allSatisfy { (9...18).contains($0.count) })
      #expect(Set(whole.map(\.count)).count == 10)
      let mean = Double(whole.reduce(0) { $0 + $1.count }) / Double(whole.count)
      #expect(abs(mean - 13.5) < 0.6)
    }
  }

  @Test("Noisy regimes are active about 35 % of the time, with noise as large as the level")
  func noisy() throws {
    var configuration = SyntheticMarketConfiguration.noisy
    configuration.fundingRegimes?.noise = 0
    let levels = try rates(configuration, days: 3000).flatMap { $0 }
    let active = Double(levels.count { $0 != 0 }) / Double(levels.count)
    #expect(Set(levels) == [0.002, 0, -0.002] && abs(active - 0.35) < 0.06)
    let noisy = try rates(.noisy, days: 3000).flatMap { $0 }
    let deviation = (noisy.reduce(0) { $0 + $1 * $1 } / Double(noisy.count)).squareRoot()
    #expect(abs(deviation - (0.002 * 0.002 * 1.35).squareRoot()) < 0.0001)
  }

  @Test("In a calm market one settlement says nothing about the next, and all are small beside the cost of a trade")
  func calm() throws {
    for series in try rates(.calm, days: 2000) {
      let product = zip(series, series.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      let square = series.reduce(0) { $0 + $1 * $1 }
      #expect(abs(product / square) < 0.05)
      #expect(series.allSatisfy { abs($0) < 0.0006 })
    }
  }

  @Test("Prices are those of the same market by the venues' formulas, and the other venue settles nothing")
  func pricesStay() throws {
    var plain = SyntheticMarketConfiguration.planted
    plain.fundingRegimes = nil
    let planted = try SyntheticMarket(.planted).generate(seed: 5)
    let usual = try SyntheticMarket(plain).generate(seed: 5)
    for (one, other) in zip(planted.instruments, usual.instruments) {
      #expect(one.open == other.open && one.high == other.high && one.volume == other.volume)
      if planted.venues[one.venue] == "binance" { #expect(one.settledRate.allSatisfy { $0.isNaN || $0 == 0 }) }
    }
    #expect(planted.symbols.count == 8 && planted.venues == ["binance", "hyperliquid"])
  }

  @Test("Laws that cannot be are refused in a sentence")
  func refused() {
    for change in [
      { $0.venue = "nowhere" }, { $0.rate = -1 }, { $0.activeShare = 1.5 }, { $0.shortest = 0 }, { $0.longest = 3 },
      { $0.noise = .nan },
    ] as [(inout FundingRegimes) -> Void] {
      var law = FundingRegimes()
      change(&law)
      var configuration = SyntheticMarketConfiguration.planted
      configuration.fundingRegimes = law
      #expect(throws: ConfigurationError.self) { try SyntheticMarket(configuration) }
    }
  }
}
