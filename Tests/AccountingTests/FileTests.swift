@testable import Persistence
import Foundation
import Randomness
import Testing

@testable import Accounting
import Persistence

@Suite("Files of a run directory")
struct FileTests {
  @Test("Ledger, trades and equity read back bit for bit")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    var random = RandomStream(seed: 11)
    let ledger = (0..<200).map { TestRecords.entry(.funding, random.normal() * 1e-7, at: $0) }
    let trades = (1...50).map { TestRecords.trade($0, funding: random.normal(), fees: 0.1 + 0.2, price: 1 / 3.0) }
    let equity = TestRecords.curve((0..<200).map { _ in 1e4 + random.normal() })
    try CSVFile.write(ledger, to: folder.file("ledger.csv"))
    try CSVFile.write(trades, to: folder.file("trades.csv"))
    try CSVFile.write(equity, to: folder.file("equity.csv"))
    #expect(try CSVFile.read(LedgerEntry.self, from: folder.file("ledger.csv")) == ledger)
    #expect(try CSVFile.read(ClosedTrade.self, from: folder.file("trades.csv")) == trades)
    #expect(try CSVFile.read(EquityPoint.self, from: folder.file("equity.csv")) == equity)
    #expect(try folder.names() == ["equity.csv", "ledger.csv", "trades.csv"], "no temporary file is left")
  }

  @Test("The files have the agreed headers and number texts")
  func format() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("ledger.csv")
    try CSVFile.write([TestRecords.entry(.fee, -0.25)], to: url)
    #expect(
      try String(contentsOf: url, encoding: .utf8) == """
        timestamp,position,venue,symbol,side,kind,quantity,price,rate,amount
        1761091200000,1,bybit,ETHUSDT,short,fee,0.1,4000.1,0.0001,-0.25

        """)
    #expect(EquityPoint.columns.joined(separator: ",") == "timestamp,cash,equity,margin_used,positions")
    #expect(TestRecords.trade(reason: .endOfData).cells.last == "end-of-data")
    #expect(ClosedTrade.columns.count == TestRecords.trade().cells.count)
  }

  @Test("A wrong cell, header or row is named with file, line, field and value")
  func malformed() throws {
    let header = LedgerEntry.columns.joined(separator: ",")
    let good = TestRecords.entry(.funding, 1).cells
    func message(_ lines: [String]) throws -> String {
      let folder = try TemporaryFolder()
      let url = folder.file("ledger.csv")
      try AtomicFile.write(lines.map { $0 + "\n" }.joined(), to: url)
      let error = #expect(throws: FileError.self) { try CSVFile.read(LedgerEntry.self, from: url) }
      return error?.description.replacingOccurrences(of: folder.url.path + "/", with: "") ?? ""
    }
    func row(_ index: Int, _ cell: String) -> String {
      var cells = good
      cells[index] = cell
      return cells.joined(separator: ",")
    }
    let first = good.joined(separator: ",")
    #expect(try message([]) == "ledger.csv line 1: header must be \(header), was an empty file")
    #expect(try message(["a,b"]) == "ledger.csv line 1: header must be \(header), was a,b")
    #expect(try message([header, first, "1,2"]) == "ledger.csv line 3: row must have 10 cells, was 2")
    #expect(try message([header, row(9, "x")]) == "ledger.csv line 2: amount must be a finite number, was x")
    #expect(try message([header, row(9, "nan")]) == "ledger.csv line 2: amount must be a finite number, was nan")
    #expect(try message([header, row(7, "-3")]) == "ledger.csv line 2: price must be positive, was -3.0")
    #expect(try message([header, row(0, "1.5")]) == "ledger.csv line 2: timestamp must be a whole number, was 1.5")
    #expect(try message([header, row(2, "")]) == "ledger.csv line 2: venue must not be empty, was empty")
    #expect(try message([header, row(4, "up")]) == "ledger.csv line 2: side must be one of long, short, was up")
    #expect(try message([header, first, ""]) == "ledger.csv line 3: row must have 10 cells, was 1")
  }

  @Test("A trade whose net profit contradicts its parts is refused")
  func contradiction() throws {
    let folder = try TemporaryFolder()
    var cells = TestRecords.trade(price: 5).cells
    cells[cells.count - 2] = "6.0"
    let url = folder.file("trades.csv")
    try AtomicFile.write("\(ClosedTrade.columns.joined(separator: ","))\n\(cells.joined(separator: ","))\n", to: url)
    let error = #expect(throws: FileError.self) { try CSVFile.read(ClosedTrade.self, from: url) }
    #expect(error?.description.contains("line 2: net_profit must be") == true)
  }

  @Test("Windows line ends are read")
  func carriageReturns() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("equity.csv")
    try AtomicFile.write("timestamp,cash,equity,margin_used,positions\r\n5,1.0,2.0,0.0,1\r\n", to: url)
    let points = try CSVFile.read(EquityPoint.self, from: url)
    #expect(points == [EquityPoint(timestamp: 5, cash: 1, equity: 2, marginUsed: 0, positions: 1)])
  }

  @Test("A number that is not finite or a name with a comma is not written, and the previous file is intact")
  func refusesToWrite() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("ledger.csv")
    try CSVFile.write([TestRecords.entry(.fee, -1)], to: url)
    let before = try Data(contentsOf: url)
    #expect(throws: FileError.self) { try CSVFile.write([TestRecords.entry(.fee, .nan)], to: url) }
    var named = TestRecords.entry(.fee, -1)
    named.venue = "a,b"
    #expect(throws: FileError.self) { try CSVFile.write([named], to: url) }
    #expect(try Data(contentsOf: url) == before)
  }

  @Test("A folder that does not exist, is a file or refuses writes ends in an error with path and reason")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let missing = folder.file("absent").appending(path: "x.csv")
    #expect(throws: FileError.unwritable(path: missing.path, reason: "No such file or directory")) {
      try AtomicFile.write("x", to: missing)
    }
    try AtomicFile.write("x", to: folder.file("plain"))
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder.file("plain").appending(path: "y")) }
    try FileManager.default.createDirectory(at: folder.file("taken"), withIntermediateDirectories: true)
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder.file("taken")) }
    #expect(try folder.names() == ["plain", "taken"], "the temporary file is removed after a failure")
    #expect(throws: FileError.self) { try CSVFile.read(EquityPoint.self, from: folder.file("none.csv")) }
  }

  @Test("A new content replaces the old one whole")
  func replaces() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("a longer text", to: folder.file("f"))
    try AtomicFile.write("short", to: folder.file("f"))
    #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "short")
  }

  #if os(Linux)
    @Test("A full disk is reported with its reason")
    func fullDisk() throws {
      let descriptor = open("/dev/full", O_WRONLY)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      #expect(AtomicFile.writeAll(Data([1, 2, 3]), to: descriptor) == "No space left on device")
    }
  #endif
}
