extension VenueRulebook {
  /// The shipped rules: Binance, Bybit and Hyperliquid at regular-user fees, and a fallback for other venues.
  ///
  /// From documents of the venues (2024–2025): the fees; Binance's tiers of BTCUSDT; its tiers of smaller coins;
  /// Bybit's tiers of BTCUSDT; Hyperliquid's leverage limits and its rule that maintenance margin is half of the
  /// initial margin at the highest leverage; the minimum notionals. ``MarginTables`` gives the source of each table.
  ///
  /// Representative, not documented: one table stands for every coin that is not a major; ETH uses the table of BTC;
  /// Bybit's second table; all liquidation fees (Binance publishes one per contract; Bybit and Hyperliquid take
  /// what is left of the margin instead, which the cap "at most the margin that is left" approaches).
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
