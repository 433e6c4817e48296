import Foundation
import MarketData
import Settings
import Testing

/// Bars that are not hours.
@Suite("Bars of any length")
struct BarLengthTests {
  private static let start: Int64 = 1_735_689_600_000  // 2025-01-01T00:00Z

  /// One symbol on one venue: candles of a length over a number of days, with funding every so many hours.
  private func folder(
    _ length: String, days: Int, interval: Int, extra: String = "", cell: (Int) -> String = { _ in "" }
  ) throws -> MarketFolderFixture {
    let bar = try BarLength(length)
    let candles = (0..<days * bar.barsPerDay).map { index in
      "\(Self.start + Int64(index) * bar.milliseconds),100,110,90,105,2\(cell(index))"
    }
    let funding = stride(from: 0, to: days * 24, by: interval).map {
      "\(Self.start + Int64($0) * 3_600_000),\(0.0001 * Double($0 + 1)),\(interval)"
    }
    var fixture = MarketFolderFixture()
    fixture.files = [
      "candles-\(length)/alpha/AAAUSDT.csv": MarketFolderFixture.table(
        MarketFolderFixture.candleHeader + extra, candles),
      "funding/alpha/AAAUSDT.csv": MarketFolderFixture.table(MarketFolderFixture.fundingHeader, funding),
    ]
    return fixture
  }

  private func options(_ length: String) throws -> MarketDataOptions {
    var options = MarketDataOptions(symbols: ["AAAUSDT"])
    options.barLength = try BarLength(length)
    options.leastVenues = 1
    return options
  }

  @Test("Lengths from a minute to a day that divide a day, and no others")
  func lengths() throws {
    for (text, minutes) in [("1m", 1), ("15m", 15), ("60m", 60), ("1h", 60), ("4h", 240), ("24h", 1440), ("1d", 1440)] {
      #expect(try BarLength(text).minutes == minutes)
      #expect(try BarLength(BarLength(text).description) == BarLength(text))
    }
    for text in ["", "h", "0m", "-1h", "7m", "5h", "2d", "1w", "15", "1.5h", "+1h", "99999999999999999999m"] {
      #expect(throws: ConfigurationError.self, "\(text)") { try BarLength(text) }
    }
    #expect(throws: ConfigurationError.self) { try BarLength(minutes: 1441) }
    let coded = try JSONEncoder().encode([BarLength("15m")])
    #expect(String(decoding: coded, as: UTF8.self) == #"["15m"]"#)
    #expect(try JSONDecoder().decode([BarLength].self, from: coded) == [BarLength("15m")])
    #expect(throws: (any Error).self) { try JSONDecoder().decode([BarLength].self, from: Data(#"["7m"]"#.utf8)) }
  }

  @Test("A grid counts bars from its start, also before it", arguments: ["1m", "15m", "1h", "4h", "1d"])
  func grid(length: String) throws {
    let grid = TimeGrid(start: Self.start, barLength: try BarLength(length))
    for bar in -3...3 {
      let stamp = grid.timestamp(ofBar: bar)
      #expect(grid.bar(at: stamp) == bar && grid.bar(at: stamp + 1) == bar && grid.bar(at: stamp - 1) == bar - 1)
      #expect(grid.firstBar(atOrAfter: stamp) == bar && grid.firstBar(atOrAfter: stamp + 1) == bar + 1)
    }
    #expect(grid.beginsDay(0) && grid.beginsDay(grid.barLength.barsPerDay))
    #expect(grid.bars(inHours: 24) == grid.barLength.barsPerDay)
  }

  @Test("Bars of 15 minutes load with each settlement at the bar of its stamp")
  func quarters() throws {
    let loaded = try folder("15m", days: 2, interval: 8).use {
      try MarketDataset.load(from: $0, options: options("15m"))
    }
    let dataset = loaded.dataset
    #expect(dataset.barCount == 192 && dataset.barLength.minutes == 15)
    #expect(dataset.timestamp(ofBar: 5) == Self.start + 5 * 900_000)
    let series = dataset.instruments[0]
    let settled = series.settledRate.indices.filter { !series.settledRate[$0].isNaN }
    #expect(settled == [0, 32, 64, 96, 128, 160])
    #expect(series.settledRate[32] == 0.0001 * 9 && series.intervalHours[32] == 8)
    #expect(loaded.quality.instruments[0].missingCandles == 0 && loaded.quality.instruments[0].missingSettlements == 0)
    #expect(loaded.quality.summary.contains("192 bars of 15m") && loaded.quality.summary.contains("candles [15m]"))
  }

  @Test("Bars of 4 hours add up the settlements since the bar before")
  func fourHours() throws {
    let loaded = try folder("4h", days: 2, interval: 1).use { try MarketDataset.load(from: $0, options: options("4h")) }
    let series = loaded.dataset.instruments[0]
    // The last settlements, of 45, 46 and 47 o'clock, belong to a bar that has no candle.
    #expect(loaded.dataset.barCount == 13 && series.open.count { !$0.isNaN } == 12)
    #expect(series.settledRate[0] == 0.0001 && series.intervalHours[0] == 1)
    // Stamped 1, 2, 3 and 4 o'clock: rates of 2, 3, 4 and 5 hundredths of a per cent.
    #expect(abs(series.settledRate[1] - 0.0014) < 1e-15 && series.intervalHours[1] == 4)
    #expect(loaded.quality.instruments[0].missingSettlements == 0)
  }

  @Test("A stamp off the grid of bars, and a gap of candles, are told")
  func checked() throws {
    var fixture = try folder("15m", days: 1, interval: 8)
    let path = "candles-15m/alpha/AAAUSDT.csv"
    fixture.files[path]?.append("\(Self.start + 86_400_000 + 60_000),100,110,90,105,2\n")
    let error = #expect(throws: MarketDataError.self) {
      try fixture.use { _ = try MarketDataset.load(from: $0, options: options("15m")) }
    }
    #expect(error?.description == "\(path) line 98: timestamp must be the start of a bar of 15m, was 1735776060000")
    fixture = try folder("15m", days: 1, interval: 8)
    fixture.files[path]?.append("\(Self.start + 86_400_000 + 1_800_000),100,110,90,105,2\n")
    let quality = try fixture.use { try MarketDataset.load(from: $0, options: options("15m")).quality }
    #expect(quality.instruments[0].missingCandles == 2)
  }

  @Test("A folder without candles of the length says which it must hold")
  func missing() throws {
    let error = #expect(throws: MarketDataError.self) {
      try MarketFolderFixture().use { _ = try MarketDataset.load(from: $0, options: options("4h")) }
    }
    #expect(error?.description.contains("must hold candles-4h") == true)
  }

  @Test("Optional columns are read, kept apart from the fingerprint of data without them, and written again")
  func optional() throws {
    let plain = try folder("1h", days: 1, interval: 8)
    let fixture = try folder("1h", days: 1, interval: 8, extra: ",mark,open_interest") {
      $0 == 3 ? ",,7" : ",\(100 + $0),\($0)"
    }
    try fixture.use { folder in
      let dataset = try MarketDataset.load(from: folder, options: options("1h")).dataset
      let series = dataset.instruments[0]
      #expect(series.optional[.mark]?[2] == 102 && series.optional[.mark]?[3].isNaN == true)
      #expect(series.optional[.openInterest]?[3] == 7 && series.optional[.predictedRate] == nil)
      let without = try plain.use { try MarketDataset.load(from: $0, options: options("1h")).dataset }
      #expect(without.fingerprint != dataset.fingerprint && without.instruments[0].optional.isEmpty)
      let again = folder.appendingPathComponent("again")
      try dataset.export(to: again)
      #expect(try MarketDataset.load(from: again, options: options("1h")).dataset.fingerprint == dataset.fingerprint)
    }
    let unknown = try folder("1h", days: 1, interval: 8, extra: ",volatility") { _ in ",1" }
    let error = #expect(throws: MarketDataError.self) {
      try unknown.use { _ = try MarketDataset.load(from: $0, options: options("1h")) }
    }
    #expect(error?.field == "header")
  }

  @Test("Data of other lengths can be exported and read back")
  func export() throws {
    for length in ["15m", "4h"] {
      try folder(length, days: 2, interval: 4).use { folder in
        let dataset = try MarketDataset.load(from: folder, options: options(length)).dataset
        let again = folder.appendingPathComponent("again")
        try dataset.export(to: again)
        let read = try MarketDataset.load(from: again, options: options(length)).dataset
        #expect(read.fingerprint == dataset.fingerprint && read.barLength == dataset.barLength)
      }
    }
  }

  @Test("Candles alone are enough where no funding is asked for")
  func candlesAlone() throws {
    var fixture = try folder("1d", days: 5, interval: 8)
    fixture.files["funding/alpha/AAAUSDT.csv"] = nil
    var options = try options("1d")
    #expect(throws: MarketDataError.self) { try fixture.use { _ = try MarketDataset.load(from: $0, options: options) } }
    options.needsFunding = false
    let dataset = try fixture.use { try MarketDataset.load(from: $0, options: options).dataset }
    #expect(dataset.barCount == 5 && dataset.instruments[0].settledRate.allSatisfy(\.isNaN))
  }

  @Test("A listing ends with its candles where a history is complete, when it is said, or not at all")
  func listings() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/beta/AAAUSDT.csv"] = MarketFolderFixture.candles(hours: 0..<3)
    func ends(_ change: (inout MarketDataOptions) -> Void) throws -> [Int?] {
      var options = MarketDataOptions()
      change(&options)
      return try fixture.use {
        try MarketDataset.load(from: $0, options: options).dataset.instruments.map(\.listedUntil)
      }
    }
    #expect(try ends { _ in } == [nil, 3])
    #expect(try ends { $0.endsListingsWithCandles = false } == [nil, nil])
    #expect(try ends { $0.listedUntil = ["alpha/AAAUSDT": MarketFolderFixture.stamp(2)] } == [2, 3])
    let fingerprints = try [true, false].map { ends in
      var options = MarketDataOptions()
      options.endsListingsWithCandles = ends
      return try fixture.use { try MarketDataset.load(from: $0, options: options).dataset.fingerprint }
    }
    #expect(fingerprints[0] != fingerprints[1])
  }

  @Test("A generator is a source like a folder")
  func sources() throws {
    let configuration = SyntheticMarketConfiguration(symbols: ["AUSDT"], days: 2)
    let sources: [any MarketDataSource] = [SyntheticMarketSource(configuration, seed: 3)]
    let loaded = try sources[0].load()
    #expect(try loaded.dataset.fingerprint == SyntheticMarket(configuration).generate(seed: 3).fingerprint)
    #expect(loaded.quality == QualityReport(of: loaded.dataset))
    let broken = SyntheticMarketConfiguration(symbols: ["AUSDT"], days: 0)
    #expect(throws: MarketDataError.self) { try SyntheticMarketSource(broken, seed: 3).load() }
  }

  @Test(
    "Fifteen minutes of Bitcoin load with their funding every eight hours", .enabled(if: RealMarket.folder != nil))
  func bitcoin() throws {
    var options = MarketDataOptions(symbols: ["BTCUSDT"], from: 1_735_689_600_000, to: 1_738_368_000_000)
    options.barLength = try BarLength("15m")
    options.leastVenues = 1
    let loaded = try MarketFolderSource(try #require(RealMarket.folder), options: options).load()
    let series = loaded.dataset.instruments[0]
    #expect(loaded.dataset.barCount == 31 * 96 && !series.open.contains(where: \.isNaN))
    #expect(series.settledRate.indices.filter { !series.settledRate[$0].isNaN }.map { $0 % 32 }.allSatisfy { $0 == 0 })
    #expect(series.settledRate.count { !$0.isNaN } == 93)
  }
}
