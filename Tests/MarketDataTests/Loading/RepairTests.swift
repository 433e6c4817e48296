import Foundation
import Testing

@testable import MarketData

@Suite("Repairing rows by stated rules")
struct RepairTests {
  private func quality(_ fixture: MarketFolderFixture, _ venue: String) throws -> InstrumentQuality {
    try fixture.use { folder in
      try #require(try MarketDataset.load(from: folder).quality.instruments.first { $0.venue == venue })
    }
  }

  @Test("Exact duplicates are dropped and counted")
  func duplicates() throws {
    var fixture = MarketFolderFixture()
    let rows = [0, 0, 0, 1, 2, 3].map { "\(MarketFolderFixture.stamp($0)),100,110,90,105,2" }
    fixture.files["candles-1h/alpha/AAAUSDT.csv"] = MarketFolderFixture.table(MarketFolderFixture.candleHeader, rows)
    let settled = [0, 1, 2, 3, 3].map { "\(MarketFolderFixture.stamp($0)),0.0001,1" }
    fixture.files["funding/alpha/AAAUSDT.csv"] = MarketFolderFixture.table(
      MarketFolderFixture.fundingHeader, settled)
    let report = try quality(fixture, "alpha")
    #expect(report.duplicateRowsDropped == 3)
    #expect(report.candleRows == 4)
    #expect(report.settlementRows == 4)
  }

  @Test("Hours without a candle stay missing and are counted, hours without volume are counted")
  func candleGaps() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/beta/AAAUSDT.csv"] = MarketFolderFixture.table(
      MarketFolderFixture.candleHeader,
      [0, 3].map { "\(MarketFolderFixture.stamp($0)),100,100,100,100,0" })
    let report = try quality(fixture, "beta")
    #expect(report.candleRows == 2)
    #expect(report.missingCandles == 2)
    #expect(report.zeroVolumeBars == 2)
    try fixture.use { folder in
      let dataset = try MarketDataset.load(from: folder).dataset
      let series = dataset.instruments[try #require(dataset.instrument(venue: 1, symbol: 0))]
      #expect(series.open.map(\.isNaN) == [false, true, true, false])
      #expect(series.volume[1].isNaN)
    }
  }

  @Test("A missing settlement takes the rate before it, three times at most")
  func missingSettlements() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/alpha/AAAUSDT.csv"] = MarketFolderFixture.candles(hours: 0..<9)
    fixture.files["funding/alpha/AAAUSDT.csv"] = MarketFolderFixture.table(
      MarketFolderFixture.fundingHeader,
      [(0, "0.0003"), (6, "0.0005"), (7, "0.0006")].map { "\(MarketFolderFixture.stamp($0.0)),\($0.1),1" })
    try fixture.use { folder in
      let loaded = try MarketDataset.load(from: folder)
      let series = loaded.dataset.instruments[0]
      #expect(series.settledRate[0...3] == [0.0003, 0.0003, 0.0003, 0.0003])
      #expect(series.settledRate[4].isNaN && series.settledRate[5].isNaN)
      #expect(series.settledRate[6...8] == [0.0005, 0.0006, 0.0006])
      #expect(series.isImputed == [false, true, true, true, false, false, false, false, true])
      #expect(series.intervalHours[1] == 1)
      #expect(loaded.quality.instruments[0].missingSettlements == 6)
      #expect(loaded.quality.instruments[0].imputedSettlements == 4)
      #expect(loaded.quality.instruments[0].settlementRows == 3)
    }
  }

  @Test(
    "A change of interval is no gap; a gap beside a change is one",
    arguments: [
      // (hour, interval) of the rows, last candle, hours that are missing
      ([(0, 8), (8, 8), (12, 4), (16, 4), (24, 8)], 24, []),
      ([(0, 8), (16, 8)], 16, [8]),
      ([(0, 4), (16, 8)], 16, [4, 8]),
      ([(0, 8), (20, 4)], 20, [8, 16]),
      ([(0, 8), (8, 8)], 15, []),
      ([(0, 8), (8, 8)], 24, [16, 24]),
      ([(0, 1), (1, 8)], 1, []),
    ] as [([(Int, Int)], Int, [Int])])
  func intervals(rows: [(Int, Int)], end: Int, missing: [Int]) {
    let settlements = rows.map { Settlement(hour: $0.0, rate: 0.0001, intervalHours: $0.1) }
    #expect(Settlement.absences(in: settlements, through: end).map(\.hour) == missing)
  }

  @Test("A symbol on one venue is kept, reported, and warned of")
  func singleVenue() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/alpha/BBBUSDT.csv"] = MarketFolderFixture.candles(hours: 0..<4)
    fixture.files["funding/alpha/BBBUSDT.csv"] = MarketFolderFixture.funding(hours: 0..<4)
    try fixture.use { folder in
      let loaded = try MarketDataset.load(from: folder)
      #expect(loaded.quality.singleVenueSymbols == ["BBBUSDT"])
      #expect(loaded.dataset.symbols == ["AAAUSDT", "BBBUSDT"])
      #expect(loaded.quality.summary.contains("warning: BBBUSDT is on one venue only: no pair can be made of it"))
    }
  }

  @Test("An instrument with one of its two files is left out and reported")
  func oneFile() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/alpha/BBBUSDT.csv"] = MarketFolderFixture.candles(hours: 0..<4)
    fixture.files["funding/beta/CCCUSDT.csv"] = MarketFolderFixture.funding(hours: 0..<4)
    try fixture.use { folder in
      let loaded = try MarketDataset.load(from: folder)
      #expect(loaded.dataset.symbols == ["AAAUSDT"])
      #expect(loaded.quality.leftOut.map(\.symbol) == ["BBBUSDT", "CCCUSDT"])
      #expect(loaded.quality.leftOut.map(\.reason) == [.noFundingFile, .noCandleFile])
      #expect(loaded.quality.summary.contains("warning: beta CCCUSDT is left out: no candle file"))
    }
  }
}
