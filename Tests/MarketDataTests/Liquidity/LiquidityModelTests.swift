import Foundation
import MarketData
import Settings
import Testing

@Suite("Modelled liquidity")
struct LiquidityModelTests {
  @Test("spread and depth follow their lines and stay within their limits")
  func lines() {
    let model = LiquidityModel(spreadIntercept: 3, spreadSlope: -0.5, depthIntercept: 3, depthSlope: 0.5)
    // At 1e8: 10^(3 − 4) = 0.1 % and 10^(3 + 4) = 1e7, which the cap of 5 % of volume lowers to 5e6.
    #expect(abs(model.spreadPercent(quoteVolume24h: 1e8) - 0.1) < 1e-12)
    #expect(abs(model.depth(quoteVolume24h: 1e8) - 5e6) < 1e-6)
    #expect(abs(model.depth(quoteVolume24h: 1e10) - 1e8) < 1e-4)
    #expect(model.spreadPercent(quoteVolume24h: 100) == 1)
    #expect(abs(model.spreadPercent(quoteVolume24h: 1e16) - 1e-4) < 1e-12)
    #expect(model.spreadPercent(quoteVolume24h: 0) == 1)
    #expect(model.depth(quoteVolume24h: 0) == 0)
    #expect(model.spreadPercent(quoteVolume24h: .nan).isNaN)
    #expect(model.depth(quoteVolume24h: .nan).isNaN)
  }

  @Test("impact is the coefficient times daily volatility times the root of the share of volume")
  func impact() {
    var model = LiquidityModel.standard
    // Hourly σ 0.5 % is 0.5·√24 % a day; 10 000 of 1 000 000 USD is a share of 0.01.
    let expected = 0.005 * 24.0.squareRoot() * 0.1
    #expect(abs(model.impact(notional: 1e4, quoteVolume24h: 1e6, volatility: 0.005) - expected) < 1e-15)
    model.impact.coefficient = 2
    #expect(abs(model.impact(notional: 1e4, quoteVolume24h: 1e6, volatility: 0.005) - 2 * expected) < 1e-15)
    #expect(model.impact(notional: 0, quoteVolume24h: 0, volatility: 0.005) == 0)
    #expect(model.impact(notional: 1, quoteVolume24h: 0, volatility: 0.005) == .infinity)
  }

  @Test("a fit recovers the lines that a snapshot was made from, and reports their quality")
  func fit() throws {
    let volumes = [1e6, 1e7, 1e8, 1e9]
    let rows = volumes.enumerated().map { index, volume in
      LiquiditySnapshot.Row(
        listing: Listing(venue: "binance", symbol: "S\(index)"), spread: pow(10, 2 - 0.5 * log10(volume)),
        // Residuals of log₁₀ depth: +1, −1, −1, +1 tenths, orthogonal to the line.
        depth: pow(10, 1 + 0.4 * log10(volume) + [0.1, -0.1, -0.1, 0.1][index]))
    }
    let named = Dictionary(uniqueKeysWithValues: zip(rows.map(\.listing), volumes))
    let fit = try LiquidityModel.fit(snapshot: LiquiditySnapshot(rows: rows), volumes: named)
    #expect(abs(fit.model.spreadIntercept - 2) < 1e-9)
    #expect(abs(fit.model.spreadSlope + 0.5) < 1e-9)
    #expect(abs(fit.spread.rSquared - 1) < 1e-9)
    #expect(abs(fit.model.depthIntercept - 1) < 1e-9)
    #expect(abs(fit.model.depthSlope - 0.4) < 1e-9)
    // Residual sum of squares 0.04 with two degrees of freedom; explained 0.4²·5 = 0.8.
    #expect(abs(fit.depth.residualDeviation - 0.02.squareRoot()) < 1e-9)
    #expect(abs(fit.depth.rSquared - 0.8 / 0.84) < 1e-9)
    #expect(throws: MarketDataError.self) {
      try LiquidityModel.fit(snapshot: LiquiditySnapshot(rows: Array(rows.prefix(2))), volumes: named)
    }
  }

  @Test("the standard liquidity model is the fit on the real data", .enabled(if: OpportunityMarket.realFolder != nil))
  func standard() throws {
    let folder = try #require(OpportunityMarket.realFolder)
    let snapshot = try LiquiditySnapshot(
      contentsOf: folder.appendingPathComponent("liquidity-2025-10-25.csv"))
    #expect(snapshot.rows.count == 400)
    let start: Int64 = 1_752_969_600_000  // 2025-07-20, so that a debug build is quick
    let dataset = try MarketDataset.load(from: folder, options: MarketDataOptions(from: start)).dataset
    let fit = try LiquidityModel.fit(snapshot: snapshot, volumes: dataset.lastQuoteVolumes24h())
    print("spread:", fit.spread)
    print("depth:", fit.depth)
    #expect(fit.spread.count == 41)
    #expect(abs(fit.model.spreadIntercept - LiquidityModel.standard.spreadIntercept) < 1e-3)
    #expect(abs(fit.model.spreadSlope - LiquidityModel.standard.spreadSlope) < 1e-4)
    #expect(abs(fit.model.depthIntercept - LiquidityModel.standard.depthIntercept) < 1e-3)
    #expect(abs(fit.model.depthSlope - LiquidityModel.standard.depthSlope) < 1e-4)
    #expect(abs(fit.spread.rSquared - 0.448) < 1e-3)
    #expect(abs(fit.depth.rSquared - 0.276) < 1e-3)
  }

  @Test("coefficients of the wrong sign are refused by name")
  func validation() {
    var model = LiquidityModel.standard
    model.spreadSlope = 0.5
    let error = #expect(throws: ConfigurationError.self) { try model.validate() }
    #expect(error?.description == "spreadSlope must not be positive, was 0.5")
    #expect(throws: Never.self) { try LiquidityModel.standard.validate() }
  }
}
