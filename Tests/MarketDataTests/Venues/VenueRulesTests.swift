import Foundation
import MarketData
import Settings
import Testing

@Suite("Margin tiers and liquidation prices")
struct VenueRulesTests {
  private let bitcoin = VenueRulebook.standard.rules(venue: "binance", symbol: "BTCUSDT")

  @Test("a long at 10x in Binance's first BTC tier is liquidated 9.64 % below entry, a short 9.56 % above")
  func tenfold() throws {
    // Margin 10 on a value of 100: (10 − 100)/(0.004 − 1) and (10 + 100)/(0.004 + 1).
    let long = try #require(
      bitcoin.liquidationPrice(side: .long, entryPrice: 100, quantity: 1, walletBalance: 10))
    #expect(abs(long - 90.361_445_783) < 1e-8)
    #expect(abs((long / 100 - 1) * 100 + 9.638_554) < 1e-5)
    let short = try #require(
      bitcoin.liquidationPrice(side: .short, entryPrice: 100, quantity: 1, walletBalance: 10))
    #expect(abs(short - 109.561_752_988) < 1e-8)
  }

  @Test("the tier is that of the notional at the liquidation price, not at entry")
  func tierAtLiquidation() throws {
    // Short of 49 000 at entry (tier 1): at 53 507 the notional is in tier 2: (4 900 + 50 + 49 000)/1.005.
    let short = try #require(
      bitcoin.liquidationPrice(side: .short, entryPrice: 49_000, quantity: 1, walletBalance: 4_900))
    #expect(abs(short - 53_950 / 1.005) < 1e-6)
    // Long of 55 000 at entry (tier 2): at 49 698 it is in tier 1: (55 000 − 5 500)/0.996.
    let long = try #require(
      bitcoin.liquidationPrice(side: .long, entryPrice: 55_000, quantity: 1, walletBalance: 5_500))
    #expect(abs(long - 49_500 / 0.996) < 1e-6)
  }

  @Test("a long whose margin covers its value cannot be liquidated")
  func unleveraged() {
    #expect(bitcoin.liquidationPrice(side: .long, entryPrice: 100, quantity: 1, walletBalance: 100) == nil)
    #expect(bitcoin.liquidationPrice(side: .long, entryPrice: 100, quantity: 1, walletBalance: 120) == nil)
    #expect(bitcoin.liquidationPrice(side: .short, entryPrice: 100, quantity: 1, walletBalance: 100) != nil)
  }

  @Test("equity equals maintenance margin at the liquidation price, for all tables, sides, sizes and leverages")
  func consistency() throws {
    for venue in ["binance", "bybit", "hyperliquid", "elsewhere"] {
      for symbol in ["BTCUSDT", "DOGEUSDT"] {
        let rules = VenueRulebook.standard.rules(venue: venue, symbol: symbol)
        for side in VenueRules.Side.allCases {
          for quantity in [0.01, 1, 49, 500, 7_000, 90_000] {
            for leverage in [1.5, 3, 10] {
              let margin = quantity * 1000 / leverage
              let price = try #require(
                rules.liquidationPrice(side: side, entryPrice: 1000, quantity: quantity, walletBalance: margin))
              let equity = margin + side.sign * quantity * (price - 1000)
              let maintenance = rules.maintenance(notional: quantity * price)
              #expect(abs(equity - maintenance) < 1e-9 * quantity * 1000)
            }
          }
        }
      }
    }
  }

  @Test("the derived deductions of BTC are those that Binance and Bybit publish")
  func publishedDeductions() {
    let binance: [Double] = [
      0, 50, 950, 11_450, 131_450, 481_450, 2_981_450, 14_481_450, 26_481_450, 41_481_450, 121_481_450, 421_481_450,
    ]
    for (tier, published) in zip(MarginTables.binanceBitcoin, binance) {
      #expect(abs(tier.deduction - published) < 1e-3)
    }
    #expect(MarginTables.binanceBitcoin.count == binance.count)
    let small: [Double] = [0, 25, 275, 2_775, 52_775, 102_775, 415_275, 1_665_275]
    for (tier, published) in zip(MarginTables.binanceOthers, small) {
      #expect(abs(tier.deduction - published) < 1e-3)
    }
    let bybit: [Double] = [
      0, 1_200, 3_020, 4_300, 5_820, 8_460, 15_460, 20_500, 46_000, 66_000, 80_000, 160_000, 300_000, 452_000, 502_000,
      777_000, 837_000, 967_000, 1_107_000, 1_482_000,
    ]
    for (tier, published) in zip(MarginTables.bybitBitcoin, bybit) {
      #expect(abs(tier.deduction - published) < 1e-3)
    }
  }

  @Test("maintenance margin is continuous at every floor and belongs to the tier that the notional reaches")
  func continuity() {
    for floor in bitcoin.marginTiers.map(\.floor).dropFirst() {
      #expect(abs(bitcoin.maintenance(notional: floor) - bitcoin.maintenance(notional: floor.nextDown)) < 1e-3)
      #expect(bitcoin.tier(at: floor).floor == floor)
      #expect(bitcoin.tier(at: floor.nextDown).floor < floor)
    }
    #expect(bitcoin.maintenance(notional: 100_000) == 100_000 * 0.005 - 50)
  }
}
