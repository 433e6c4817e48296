/// The shipped maintenance-margin tables.
///
/// Floors and rates as they were remembered or read in 2024 and 2025; only the first tiers of `binanceBitcoin` were
/// compared with a published table here. All deductions are derived (``MarginTier/table(_:)``).
public enum MarginTables {
  /// Binance USDⓈ-M, BTCUSDT, as of October 2024.
  ///
  /// Used for both majors.
  public static let binanceBitcoin = MarginTier.table([
    (0, 0.004, 125), (50_000, 0.005, 100), (600_000, 0.0065, 75), (3_000_000, 0.01, 50), (12_000_000, 0.02, 25),
    (70_000_000, 0.025, 20), (100_000_000, 0.05, 10), (230_000_000, 0.1, 5), (480_000_000, 0.125, 4),
    (600_000_000, 0.15, 3), (800_000_000, 0.25, 2), (1_200_000_000, 0.5, 1),
  ])

  /// Binance USDⓈ-M, the table of small-capitalisation contracts (1000BONKUSDT and others), as of October 2024.
  ///
  /// Larger coins than those have milder tables, so this one errs towards liquidating early.
  public static let binanceOthers = MarginTier.table([
    (0, 0.015, 50), (5_000, 0.02, 25), (50_000, 0.025, 20), (100_000, 0.05, 10), (1_000_000, 0.1, 5),
    (2_000_000, 0.125, 4), (2_500_000, 0.25, 2), (5_000_000, 0.5, 1),
  ])

  /// Bybit linear, BTCUSDT (page "Margin parameters", 2025).
  ///
  /// Used for both majors.
  public static let bybitBitcoin = MarginTier.table([
    (0, 0.005, 100), (2_000_000, 0.0056, 90), (2_600_000, 0.0063, 80), (3_200_000, 0.0067, 75),
    (3_800_000, 0.0071, 70), (4_400_000, 0.0077, 65), (5_000_000, 0.0091, 55), (5_600_000, 0.01, 50),
    (8_500_000, 0.013, 45), (10_000_000, 0.015, 40), (14_000_000, 0.016, 35), (20_000_000, 0.02, 30),
    (28_000_000, 0.025, 25), (38_000_000, 0.029, 20), (50_000_000, 0.03, 19), (55_000_000, 0.035, 18),
    (60_000_000, 0.036, 17), (65_000_000, 0.038, 16), (70_000_000, 0.04, 15), (75_000_000, 0.045, 14),
  ])

  /// Bybit linear, other contracts: representative, milder than Binance's small coins and harder than BTC.
  public static let bybitOthers = MarginTier.table([
    (0, 0.01, 50), (200_000, 0.02, 25), (1_000_000, 0.05, 10), (5_000_000, 0.1, 5), (10_000_000, 0.25, 2),
    (20_000_000, 0.5, 1),
  ])

  /// Hyperliquid, majors: 40x up to 150 million of notional, then 20x; not checked against a document.
  public static let hyperliquidMajors = MarginTier.table(halfOfInitial([(0, 40), (150_000_000, 20)]))

  /// Hyperliquid, other coins: 10x up to 3 million of notional, then 5x; not checked against a document,
  /// and several coins have more room.
  public static let hyperliquidOthers = MarginTier.table(halfOfInitial([(0, 10), (3_000_000, 5)]))

  /// Hyperliquid's rule: maintenance margin is half of the initial margin at the highest leverage of the tier.
  private static func halfOfInitial(
    _ limits: [(floor: Double, maximumLeverage: Double)]
  ) -> [(floor: Double, rate: Double, maximumLeverage: Double)] {
    limits.map { ($0.floor, 0.5 / $0.maximumLeverage, $0.maximumLeverage) }
  }
}
