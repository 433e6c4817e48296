import Foundation
import Testing

@testable import MarketData

@Suite("Real market data", .enabled(if: RealMarket.folder != nil))
struct RealMarketTests {
  @Test func timing() throws {
    let folder = try #require(RealMarket.folder)
    let clock = ContinuousClock()
    var loaded: LoadedMarket?
    let time = try clock.measure { loaded = try MarketDataset.load(from: folder) }
    print(time)
    print(try #require(loaded).quality.summary)
  }
}
