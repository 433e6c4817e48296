import Foundation
import MarketData
import Testing

/// A table that must be refused, and the sentence that must say why.
struct Refusal: Sendable, CustomTestStringConvertible {
  var name: String
  var file: String
  var text: String
  var sentence: String

  var testDescription: String { name }

  /// A candle file whose third line is `row`.
  static func candle(_ name: String, row: String, _ sentence: String) -> Refusal {
    let file = "candles-1h/alpha/AAAUSDT.csv"
    let first = "\(MarketFolderFixture.stamp(0)),100,110,90,105,2"
    return Refusal(
      name: name, file: file, text: MarketFolderFixture.table(MarketFolderFixture.candleHeader, [first, row]),
      sentence: "\(file) line 3: \(sentence)")
  }

  /// A funding file whose third line is `row`.
  static func funding(_ name: String, row: String, _ sentence: String) -> Refusal {
    let file = "funding/beta/AAAUSDT.csv"
    let first = "\(MarketFolderFixture.stamp(0)),0.0001,1"
    return Refusal(
      name: name, file: file, text: MarketFolderFixture.table(MarketFolderFixture.fundingHeader, [first, row]),
      sentence: "\(file) line 3: \(sentence)")
  }

  static let all: [Refusal] = [
    Refusal(
      name: "empty file", file: "candles-1h/alpha/AAAUSDT.csv", text: "",
      sentence: "candles-1h/alpha/AAAUSDT.csv: file must have a header and rows, was empty"),
    Refusal(
      name: "header alone", file: "funding/beta/AAAUSDT.csv", text: "timestamp,rate,interval_hours\n",
      sentence: "funding/beta/AAAUSDT.csv: file must have at least one row, was a header alone"),
    Refusal(
      name: "wrong header", file: "candles-1h/alpha/AAAUSDT.csv", text: "time,open,high,low,close,volume\n1,2\n",
      sentence: "candles-1h/alpha/AAAUSDT.csv line 1: header must be timestamp,open,high,low,close,volume, "
        + "was time,open,high,low,close,volume"),
    candle("too few cells", row: "1735693200000,100,110,90,105", "row must have 6 cells, was 5 cells"),
    candle("too many cells", row: "1735693200000,100,110,90,105,2,7", "row must have 6 cells, was 7 cells"),
    candle("empty line", row: "\n1735693200000,100,110,90,105,2", "row must have 6 cells, was empty"),
    candle("text for a number", row: "1735693200000,100,110,abc,105,2", "low must be a finite number, was abc"),
    candle("empty cell", row: "1735693200000,100,110,,105,2", "low must be a finite number, was empty"),
    candle("NaN price", row: "1735693200000,100,110,90,NaN,2", "close must be a finite number, was NaN"),
    candle("infinite price", row: "1735693200000,100,inf,90,105,2", "high must be a finite number, was inf"),
    candle("overflowing price", row: "1735693200000,100,1e999,90,105,2", "high must be a finite number, was 1e999"),
    candle("zero price", row: "1735693200000,0,110,90,105,2", "open must be a positive number, was 0"),
    candle("negative price", row: "1735693200000,100,110,90,-3,2", "close must be a positive number, was -3"),
    candle("NaN volume", row: "1735693200000,100,110,90,105,nan", "volume must be a finite number, was nan"),
    candle("negative volume", row: "1735693200000,100,110,90,105,-0.5", "volume must not be negative, was -0.5"),
    candle("high below low", row: "1735693200000,100,80,90,100,2", "high must be at least low (90), was 80"),
    candle(
      "open outside the bar", row: "1735693200000,120,110,90,105,2",
      "open must lie between low (90) and high (110), was 120"),
    candle(
      "close outside the bar", row: "1735693200000,100,110,90,89.9,2",
      "close must lie between low (90) and high (110), was 89.9"),
    candle(
      "stamp off the hour", row: "1735693200001,100,110,90,105,2",
      "timestamp must be on the hour, was 1735693200001"),
    candle(
      "stamp in seconds", row: "1735693200,100,110,90,105,2",
      "timestamp must be epoch milliseconds between 2000 and 2100, was 1735693200"),
    candle(
      "stamp that is no integer", row: "2025-01-01,100,110,90,105,2",
      "timestamp must be epoch milliseconds between 2000 and 2100, was 2025-01-01"),
    candle(
      "time going backwards", row: "1735686000000,100,110,90,105,2",
      "timestamp must be later than on line 2, was 1735686000000, earlier"),
    candle(
      "contradicting duplicate", row: "1735689600000,100,110,90,104,2",
      "timestamp must be unique or repeat the values of line 2, was 1735689600000 with other values"),
    funding("NaN rate", row: "1735693200000,nan,1", "rate must be a finite number, was nan"),
    funding("infinite rate", row: "1735693200000,-inf,1", "rate must be a finite number, was -inf"),
    funding("rate in percent", row: "1735693200000,1,1", "rate must be a decimal between -1 and 1, was 1"),
    funding(
      "zero interval", row: "1735693200000,0.0001,0",
      "interval_hours must be a positive whole number of hours, was 0"),
    funding(
      "negative interval", row: "1735693200000,0.0001,-8",
      "interval_hours must be a positive whole number of hours, was -8"),
    funding(
      "fractional interval", row: "1735693200000,0.0001,0.5",
      "interval_hours must be a positive whole number of hours, was 0.5"),
    funding(
      "funding time going backwards", row: "1735686000000,0.0001,1",
      "timestamp must be later than on line 2, was 1735686000000, earlier"),
    funding(
      "contradicting settlement", row: "1735689600000,0.0002,1",
      "timestamp must be unique or repeat the values of line 2, was 1735689600000 with other values"),
  ]
}

@Suite("Refusing bad rows")
struct RefusalTests {
  @Test("A bad row ends in one sentence with file, line and field", arguments: Refusal.all)
  func refuses(_ refusal: Refusal) throws {
    var fixture = MarketFolderFixture()
    fixture.files[refusal.file] = refusal.text
    try fixture.use { folder in
      let error = #expect(throws: MarketDataError.self) { try MarketDataset.load(from: folder) }
      #expect(error?.description == refusal.sentence)
    }
  }

  @Test("A missing folder is named")
  func missingFolder() {
    let folder = URL(fileURLWithPath: "/nowhere/market")
    let error = #expect(throws: MarketDataError.self) { try MarketDataset.load(from: folder) }
    #expect(error?.description == "/nowhere/market: folder must exist and hold candles-1h and funding, was missing")
  }

  @Test("A folder without funding or without files is refused")
  func incompleteFolder() throws {
    var fixture = MarketFolderFixture()
    fixture.files = fixture.files.filter { $0.key.hasPrefix("candles") }
    try fixture.use { folder in
      let error = #expect(throws: MarketDataError.self) { try MarketDataset.load(from: folder) }
      #expect(error?.description == "\(folder.path): folder must hold funding, was without it")
    }
    fixture.files = ["candles-1h/alpha/README.md": "", "funding/alpha/README.md": ""]
    try fixture.use { folder in
      let error = #expect(throws: MarketDataError.self) { try MarketDataset.load(from: folder) }
      #expect(error?.description == "\(folder.path): folder must hold candles-1h/VENUE/SYMBOL.csv, was without any")
    }
    fixture.files = [
      "candles-1h/alpha/AAAUSDT.csv": MarketFolderFixture.candles(hours: 0..<4),
      "funding/beta/AAAUSDT.csv": MarketFolderFixture.funding(hours: 0..<4),
    ]
    try fixture.use { folder in
      let error = #expect(throws: MarketDataError.self) { try MarketDataset.load(from: folder) }
      #expect(error?.field == "folder")
      #expect(error?.rule == "hold candles and funding of the same symbol on the same venue")
    }
  }

  @Test("A price that leaves its bar by rounding alone is accepted")
  func roundingTolerance() throws {
    var fixture = MarketFolderFixture()
    fixture.files["candles-1h/alpha/AAAUSDT.csv"] = MarketFolderFixture.table(
      MarketFolderFixture.candleHeader, ["1735689600000,100,100,90,100.00000001,2"])
    try fixture.use { _ = try MarketDataset.load(from: $0) }
  }

  @Test("Windows line ends and a missing last line end are accepted")
  func lineEnds() throws {
    var fixture = MarketFolderFixture()
    for (path, text) in fixture.files {
      fixture.files[path] = String(text.dropLast()).replacingOccurrences(of: "\n", with: "\r\n")
    }
    let fingerprint = try fixture.use { try MarketDataset.load(from: $0).dataset.fingerprint }
    #expect(try fingerprint == MarketFolderFixture().use { try MarketDataset.load(from: $0).dataset.fingerprint })
  }
}
