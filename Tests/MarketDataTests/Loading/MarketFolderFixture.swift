import Foundation

/// A small valid market folder in a temporary place: one symbol, two venues, four hours.
struct MarketFolderFixture {
  static let start: Int64 = 1_735_689_600_000  // 2025-01-01T00:00Z
  static let candleHeader = "timestamp,open,high,low,close,volume"
  static let fundingHeader = "timestamp,rate,interval_hours"

  /// Text of every file by its path within the folder.
  var files: [String: String] = [
    "candles-1h/alpha/AAAUSDT.csv": candles(hours: 0..<4),
    "candles-1h/beta/AAAUSDT.csv": candles(hours: 0..<4),
    "funding/alpha/AAAUSDT.csv": funding(hours: 0..<4),
    "funding/beta/AAAUSDT.csv": funding(hours: 0..<4),
  ]

  /// A table of plain candles: open 100, high 110, low 90, close 105, volume 2.
  static func candles(hours: Range<Int>) -> String {
    table(candleHeader, hours.map { "\(stamp($0)),100,110,90,105,2" })
  }

  /// A table of hourly settlements of 0.0001.
  static func funding(hours: Range<Int>) -> String {
    table(fundingHeader, hours.map { "\(stamp($0)),0.0001,1" })
  }

  static func table(_ header: String, _ rows: [String]) -> String {
    ([header] + rows).joined(separator: "\n") + "\n"
  }

  static func stamp(_ hour: Int) -> Int64 { start + Int64(hour) * 3_600_000 }

  /// Writes the files, hands their folder over, and removes it.
  func use<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("market-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(folder)
  }
}
