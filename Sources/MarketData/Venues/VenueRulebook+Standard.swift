extension VenueRulebook {
  /// The shipped rules: Binance, Bybit and Hyperliquid at regular-user fees, and a fallback for other venues.
  ///
  /// Regular fees of Binance and Bybit and Binance's first tiers of BTCUSDT are from the venues' documents of 2024
  /// and 2025. Everything else is representative and has not been checked against a document: Hyperliquid's fees and
  /// leverage limits, the least notionals, one table for every coin that is not a major, ETH on the table of BTC,
  /// Bybit's second table, the liquidation fees. ``MarginTables`` says so for each table; replace what you know better.
  public static let standard = VenueRulebook(
    venues: [
      "binance": Venue(
        majors: VenueRules(
          makerFee: 0.0002, takerFee: 0.0005, minimumNotional: 100, liquidationFee: 0.0125,
          marginTiers: MarginTables.binanceBitcoin),
        others: VenueRules(
          makerFee: 0.0002, takerFee: 0.0005, minimumNotional: 5, liquidationFee: 0.015,
          marginTiers: MarginTables.binanceOthers)),
      "bybit": Venue(
        majors: VenueRules(
          makerFee: 0.0002, takerFee: 0.00055, minimumNotional: 5, liquidationFee: 0.0125,
          marginTiers: MarginTables.bybitBitcoin),
        others: VenueRules(
          makerFee: 0.0002, takerFee: 0.00055, minimumNotional: 5, liquidationFee: 0.015,
          marginTiers: MarginTables.bybitOthers)),
      "hyperliquid": Venue(
        majors: VenueRules(
          makerFee: 0.00015, takerFee: 0.00045, minimumNotional: 10, liquidationFee: 0.0125,
          marginTiers: MarginTables.hyperliquidMajors),
        others: VenueRules(
          makerFee: 0.00015, takerFee: 0.00045, minimumNotional: 10, liquidationFee: 0.015,
          marginTiers: MarginTables.hyperliquidOthers)),
    ],
    fallback: Venue(
      majors: VenueRules(
        makerFee: 0.0002, takerFee: 0.0006, minimumNotional: 10, liquidationFee: 0.015,
        marginTiers: MarginTables.bybitOthers),
      others: VenueRules(
        makerFee: 0.0002, takerFee: 0.0006, minimumNotional: 10, liquidationFee: 0.015,
        marginTiers: MarginTables.binanceOthers)),
    majors: ["BTCUSDT", "ETHUSDT"])
}
