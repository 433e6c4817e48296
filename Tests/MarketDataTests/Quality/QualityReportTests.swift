import MarketData
import Testing

@Suite("Quality reports")
struct QualityReportTests {
  @Test("The summary of synthetic data says so")
  func synthetic() throws {
    let dataset = try SyntheticMarket(.init(symbols: ["AUSDT", "BUSDT"], days: 3)).generate(seed: 9)
    let report = QualityReport(of: dataset)
    #expect(report.origin == .synthetic(seed: 9))
    #expect(report.summary.contains("synthetic (generated from seed 9; not a real market)"))
    #expect(report.instruments.count == 6)
    #expect(report.instruments.allSatisfy { $0.candleRows == 72 && $0.missingSettlements == 0 })
    #expect(report == QualityReport(of: dataset))
  }

  @Test("The summary is an aligned table with totals, units and the rules")
  func table() throws {
    let loaded = try MarketFolderFixture().use { try MarketDataset.load(from: $0) }
    let lines = loaded.quality.summary.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("2 instruments, 4 hours from 2025-01-01T00:00Z to 2025-01-01T04:00Z, fingerprint "))
    let table = lines[2...5]
    #expect(Set(table.map(\.count)).count == 1, "rows of the table must be equally long")
    #expect(lines[2].contains("candles [h]") && lines[2].contains("interval [h]"))
    #expect(lines[5].hasPrefix("total"))
    #expect(lines[5].split(separator: " ").map(String.init) == ["total", "8", "0", "0", "8", "0", "0", "0"])
    for rule in QualityReport.rules { #expect(loaded.quality.summary.contains(rule)) }
    #expect(!loaded.quality.summary.contains("synthetic"))
  }
}
