import Foundation
import MarketData
import Settings
import Testing

@Suite("The rulebook of venues")
struct VenueRulebookTests {
  @Test("fees are those of a regular user, and an unknown venue gets the fallback")
  func fees() {
    let book = VenueRulebook.standard
    let expected: [(String, Double, Double)] = [
      ("binance", 0.0002, 0.0005), ("bybit", 0.0002, 0.00055), ("hyperliquid", 0.00015, 0.00045),
      ("elsewhere", 0.0002, 0.0006),
    ]
    for (venue, maker, taker) in expected {
      let rules = book.rules(venue: venue, symbol: "SOLUSDT")
      #expect(rules.makerFee == maker)
      #expect(rules.takerFee == taker)
    }
    #expect(book.rules(venue: "Binance", symbol: "SOLUSDT") == book.rules(venue: "binance", symbol: "SOLUSDT"))
  }

  @Test("majors have the milder table on every venue")
  func majors() {
    let book = VenueRulebook.standard
    for venue in ["binance", "bybit", "hyperliquid", "elsewhere"] {
      let major = book.tiers(venue: venue, symbol: "BTCUSDT")
      let other = book.tiers(venue: venue, symbol: "DOGEUSDT")
      #expect(major != other)
      #expect(major[0].rate < other[0].rate)
    }
    // Half of the initial margin at 40x and at 10x.
    #expect(book.tiers(venue: "hyperliquid", symbol: "BTCUSDT")[0].rate == 0.0125)
    #expect(book.tiers(venue: "hyperliquid", symbol: "DOGEUSDT")[0].rate == 0.05)
  }

  @Test("the shipped rulebook is valid and survives JSON")
  func coding() throws {
    try VenueRulebook.standard.validate()
    let data = try JSONEncoder().encode(VenueRulebook.standard)
    #expect(try JSONDecoder().decode(VenueRulebook.self, from: data) == .standard)
  }

  @Test("a broken table is refused with the venue, the table and the tier")
  func validation() {
    var book = VenueRulebook.standard
    book.venues["bybit"]?.others.marginTiers[2].deduction += 1
    let error = #expect(throws: ConfigurationError.self) { try book.validate() }
    #expect(error?.field == "venues.bybit.others.marginTiers[2].deduction")
    var fee = VenueRulebook.standard
    fee.fallback.majors.takerFee = -0.1
    let second = #expect(throws: ConfigurationError.self) { try fee.validate() }
    #expect(second?.description == "fallback.majors.takerFee must be in 0..<0.1, was -0.1")
  }
}
