import Foundation
import MarketData
import Testing

@Suite("Writing a market folder")
struct ExportTests {
  private func withFolder<Result>(_ body: (URL) throws -> Result) rethrows -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  @Test("What is written reads back to the same bits")
  func roundTrip() throws {
    let configuration = SyntheticMarketConfiguration(symbols: ["AUSDT", "BUSDT"], days: 5)
    let dataset = try SyntheticMarket(configuration).generate(seed: 3)
    try withFolder { folder in
      try dataset.export(to: folder)
      let loaded = try MarketDataset.load(from: folder)
      #expect(loaded.dataset.fingerprint == dataset.fingerprint)
      #expect(loaded.dataset.instruments[0].close == dataset.instruments[0].close)
      #expect(loaded.dataset.origin == .files(folder.path))
      #expect(loaded.quality.instruments.allSatisfy { $0.missingSettlements == 0 && $0.missingCandles == 0 })
      let branch = folder.appendingPathComponent("funding/bybit")
      let files = try FileManager.default.contentsOfDirectory(atPath: branch.path)
      #expect(files.sorted() == ["AUSDT.csv", "BUSDT.csv"], "no temporary file may stay behind")
    }
  }

  @Test("Gaps and imputed settlements come back as they were")
  func repairsSurvive() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/alpha/AAAUSDT.csv"] = MarketFolderFixture.table(
      MarketFolderFixture.candleHeader, [0, 2, 9].map { "\(MarketFolderFixture.stamp($0)),100,110,90,105,0.001" })
    fixture.files["funding/alpha/AAAUSDT.csv"] = MarketFolderFixture.funding(hours: 0..<3)
    let dataset = try fixture.use { try MarketDataset.load(from: $0).dataset }
    try withFolder { folder in
      try dataset.export(to: folder)
      let again = try MarketDataset.load(from: folder).dataset
      #expect(again.fingerprint == dataset.fingerprint)
      #expect(again.instruments[0].isImputed == [false, false, false, true, true, true, false, false, false, false])
    }
  }

  @Test("A folder that cannot be written is named")
  func unwritable() throws {
    let dataset = try SyntheticMarket(.init(symbols: ["AUSDT"], days: 1)).generate(seed: 1)
    let error = #expect(throws: MarketDataError.self) {
      try dataset.export(to: URL(fileURLWithPath: "/dev/null/market"))
    }
    #expect(error?.file == "/dev/null/market/candles-1h/binance/AUSDT.csv")
    #expect(error?.rule == "be writable")
  }
}
