import Foundation
import Testing

@Suite(
  "Market data that cannot be used",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct BadDataTests {
  static let candles = "candles-1h/binance/AAAUSDT.csv"
  static let funding = "funding/bybit/BBBUSDT.csv"

  /// One way to break a market folder, and what is said about it.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let sentence: String
    var flags: [String] = []
    let damage: @Sendable (TemporaryFolder) throws -> Void

    init(
      _ name: String, _ sentence: String, flags: [String] = [],
      _ damage: @escaping @Sendable (TemporaryFolder) throws -> Void = { _ in }
    ) {
      testDescription = name
      self.sentence = sentence
      self.flags = flags
      self.damage = damage
    }
  }

  static let cases: [Case] = [
    Case("an empty file", "\(candles): file must have a header and rows, was empty") { folder in
      try folder.write("", to: "market/" + candles)
    },
    Case("a wrong header", "\(funding) line 1: header must be timestamp,rate,interval_hours, was time,rate,hours") {
      try $0.write("time,rate,hours\n1735689600000,0.0001,8\n", to: "market/" + funding)
    },
    Case("a cell that is no number", "\(candles) line 17: close must be a finite number, was ten") {
      try SmallMarket.change(candles, line: 17, column: 4, to: "ten", in: $0)
    },
    Case("a negative price", "\(candles) line 17: close must be a positive number, was -3") {
      try SmallMarket.change(candles, line: 17, column: 4, to: "-3", in: $0)
    },
    Case("a rate that is NaN", "\(funding) line 5: rate must be a finite number, was nan") {
      try SmallMarket.change(funding, line: 5, column: 1, to: "nan", in: $0)
    },
    Case(
      "time that goes backwards",
      "\(candles) line 9: timestamp must be later than on line 8, was 1735689600000, earlier"
    ) {
      try SmallMarket.change(candles, line: 9, column: 0, to: "1735689600000", in: $0)
    },
    Case("a cut row", "\(candles) line 17: row must have 6 cells, was 1 cells") { folder in
      var lines = try folder.text("market/" + candles).components(separatedBy: "\n")
      lines[16] = "1735689600000"
      try folder.write(lines.joined(separator: "\n"), to: "market/" + candles)
    },
    Case(
      "a symbol on one venue that is asked for by name",
      "symbols must each have candles and funding on at least two venues, was BBBUSDT on binance only",
      flags: ["--symbols", "BBBUSDT"]
    ) { try FileManager.default.removeItem(at: $0.file("market/candles-1h/bybit/BBBUSDT.csv")) },
    Case(
      "no symbol on two venues", "the market must have a symbol on two venues, was AAAUSDT, BBBUSDT on binance",
      flags: ["--venues", "binance"]),
    Case(
      "an unknown symbol", "symbols must be among AAAUSDT, BBBUSDT, was CCCUSDT", flags: ["--symbols", "CCCUSDT"]),
    Case("an unknown venue", "venues must be among binance, bybit, was kraken", flags: ["--venues", "kraken"]),
    Case(
      "a window without data",
      "window must hold candles (the data covers 2025-01-01T00:00Z to 2025-01-17T00:00Z), was 2030-01-01T00:00Z to "
        + "2025-01-17T00:00Z",
      flags: ["--train-from", "2030-01-01"]),
    Case(
      "a split without data",
      "final window must hold candles (the data covers 2025-01-01T00:00Z to 2025-01-17T00:00Z), was 2026-01-01T00:00Z "
        + "to 2025-01-17T00:00Z",
      flags: ["--validation-from", "2025-01-09", "--final-from", "2026-01-01"]),
    Case(
      "windows shorter than an episode", "episodeHours must be below the 230 hours of data, was 300",
      flags: ["--episode-hours", "300"]),
    Case("no funding at all", "MARKET: folder must hold funding, was without it") {
      try FileManager.default.removeItem(at: $0.file("market/funding"))
    },
    Case(
      "a missing folder", "MARKET: folder must exist and hold candles-1h and funding, was missing"
    ) { try FileManager.default.removeItem(at: $0.file("market")) },
  ]

  @Test("ends in one sentence with its place, a failing status, and nothing written", arguments: cases)
  func refused(_ broken: Case) throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    try broken.damage(folder)
    let before = try folder.names()
    let result = try folder.tool.run(
      ["--data", "market", "--output", "run"] + SmallMarket.quick + broken.flags)
    let market = folder.file("market").standardizedFileURL.path
    #expect(result.error == "Error: \(broken.sentence.replacingOccurrences(of: "MARKET", with: market))\n")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(try folder.names() == before)
  }

  @Test("inspect-data says the same about it")
  func inspected() throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    try SmallMarket.change(Self.candles, line: 17, column: 4, to: "-3", in: folder)
    let result = try folder.tool("inspect-data", "--data", "market")
    #expect(result.error == "Error: \(Self.candles) line 17: close must be a positive number, was -3\n")
    #expect(result.status == 1)
  }
}
