import Foundation
import TextFormats
import Testing

@testable import MarketData

@Suite("Real market data", .enabled(if: RealMarket.folder != nil))
struct RealMarketTests {
  private func load(_ symbols: [String] = []) throws -> LoadedMarket {
    try MarketDataset.load(from: #require(RealMarket.folder), options: MarketDataOptions(symbols: symbols))
  }

  /// Golden values: read from the files with `sed` and counted by a script that shares no code with the loader.
  @Test("Rows and counts agree with an independent reading")
  func golden() throws {
    let loaded = try load(["BTCUSDT", "ENAUSDT", "WIFUSDT", "ALGOUSDT"])
    let dataset = loaded.dataset
    #expect(dataset.start == 1_725_148_800_000)
    #expect(dataset.barCount == 7896)
    let symbol = try #require(dataset.symbols.firstIndex(of: "BTCUSDT"))
    let binance = dataset.instruments[try #require(dataset.instrument(venue: 0, symbol: symbol))]
    #expect([binance.open[0], binance.high[0], binance.low[0]] == [58941.9, 59052.7, 58872])
    #expect([binance.close[0], binance.volume[0]] == [58905.4, 1896.832])
    #expect([binance.close[7895], binance.volume[7895]] == [117889.2, 1447.942])
    #expect([binance.settledRate[0], binance.settledRate[8]] == [4.113e-05, -3.432e-05])
    #expect(binance.settledRate[1].isNaN && binance.intervalHours[8] == 8)

    func quality(_ venue: String, _ symbol: String) throws -> InstrumentQuality {
      try #require(loaded.quality.instruments.first { $0.venue == venue && $0.symbol == symbol })
    }
    #expect(try quality("hyperliquid", "BTCUSDT").candleRows == 7813)
    #expect(try quality("hyperliquid", "BTCUSDT").settlementRows == 7896)
    #expect(try quality("hyperliquid", "ALGOUSDT").zeroVolumeBars == 999)
    #expect(try quality("bybit", "WIFUSDT").intervalHours == [4, 8])
    #expect(try quality("bybit", "WIFUSDT").missingSettlements == 0)
    #expect(try quality("binance", "ENAUSDT").missingSettlements == 56)
    #expect(try quality("binance", "ENAUSDT").imputedSettlements == 3)
    #expect(try quality("binance", "ENAUSDT").lastSettlement?.description == "2025-07-17T12:00Z")
  }

  #if !DEBUG
    @Test("The whole folder loads with the counts of an independent script")
    func wholeFolder() throws {
      let quality = try load().quality
      #expect(quality.instruments.count == 78)
      #expect(quality.instruments.reduce(0) { $0 + $1.candleRows } == 480_702)
      #expect(quality.instruments.reduce(0) { $0 + $1.settlementRows } == 295_773)
      #expect(quality.instruments.reduce(0) { $0 + $1.zeroVolumeBars } == 1998)
      #expect(quality.instruments.reduce(0) { $0 + $1.missingCandles } == 0)
      #expect(quality.instruments.reduce(0) { $0 + $1.missingSettlements } == 171)
      #expect(quality.instruments.reduce(0) { $0 + $1.imputedSettlements } == 12)
      let hyperliquid = quality.instruments.filter { $0.venue == "hyperliquid" }
      #expect(hyperliquid.count == 36)
      #expect(hyperliquid.allSatisfy { $0.missingSettlements == 0 })
      #expect(quality.singleVenueSymbols.isEmpty && quality.leftOut.isEmpty)
    }
  #endif
}
