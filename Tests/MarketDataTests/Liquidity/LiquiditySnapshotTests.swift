import Foundation
import MarketData
import Testing

@Suite("Reading liquidity snapshots")
struct LiquiditySnapshotTests {
  private func read(_ text: String) throws -> LiquiditySnapshot {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("snapshot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("liquidity.csv")
    try Data(text.utf8).write(to: url)
    return try LiquiditySnapshot(contentsOf: url)
  }

  private let header = "venue,symbol,bid_ask_spread_pct,depth_usd\n"

  @Test("rows keep their order and values")
  func rows() throws {
    let snapshot = try read(header + "binance,BTCUSDT,0.0001,4277299.7\nbybit,BTCUSDT,9e-05,100\n")
    #expect(snapshot.rows.map(\.listing.venue) == ["binance", "bybit"])
    #expect(snapshot.rows.map(\.spread) == [0.0001, 9e-05])
    #expect(snapshot.rows.map(\.depth) == [4277299.7, 100])
  }

  @Test(
    "a fault is named with file, line and field",
    arguments: [
      (
        "binance,A,0.1,10\nbinance,B,-0.1,10\n",
        "liquidity.csv line 3: bid_ask_spread_pct must be a positive number, was -0.1"
      ),
      (
        "binance,A,0.1,0\n",
        "liquidity.csv line 2: depth_usd must be a positive number, was 0"
      ),
      (
        "binance,A,x,10\n",
        "liquidity.csv line 2: bid_ask_spread_pct must be a finite number, was x"
      ),
      (
        "binance,A,0.1,10\nbinance,A,0.1,10\n",
        "liquidity.csv line 3: symbol must appear once for each venue, was A again"
      ),
      (
        "binance,A,0.1\n",
        "liquidity.csv line 2: row must have 4 cells, was 3 cells"
      ),
    ])
  func faults(rows: String, message: String) {
    let error = #expect(throws: MarketDataError.self) { try read(header + rows) }
    #expect(error?.description == message)
  }

  @Test("a missing file is refused by name")
  func missing() {
    let error = #expect(throws: MarketDataError.self) {
      try LiquiditySnapshot(contentsOf: URL(fileURLWithPath: "/nowhere/liquidity.csv"))
    }
    #expect(error?.file == "liquidity.csv")
  }
}
