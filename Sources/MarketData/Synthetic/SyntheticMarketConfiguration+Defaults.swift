extension SyntheticMarketConfiguration {
  /// `SYN01USDT` to `SYN12USDT`: names that no real market uses.
  public static let defaultSymbols = (1...12).map { ($0 < 10 ? "SYN0" : "SYN") + "\($0)USDT" }

  /// One venue of each kind in the real data: 8 h or 4 h, 8 h, and thin with hourly funding.
  public static let defaultVenues = [
    SyntheticVenue(),
    SyntheticVenue(
      name: "bybit", minorityStride: 0, premiumMean: 0.00004, sharedLoading: 0.75, ownDeviation: 0.0001,
      ownHalfLife: 4, deadZone: 0.0001, volumeLevel: 7.13),
    SyntheticVenue(
      name: "hyperliquid", intervalHours: 1, minorityStride: 0, premiumMean: 0.00014, sharedLoading: 1.9,
      ownDeviation: 0.00017, ownHalfLife: 1.8, spikeSize: 0.0003, deadZone: 0.00032, rateCap: 0.04,
      volumeLevel: 5.08, zeroVolumeChance: 0.025),
  ]

  /// Trends last days, expansions hours; a contraction usually breaks into an expansion.
  public static let defaultRegimes = [
    RegimeBehaviour(meanHours: 60, drift: 0.06, volatility: 1, sentiment: 0.0001, next: [0, 2, 4, 2, 2]),
    RegimeBehaviour(meanHours: 48, drift: -0.06, volatility: 1.2, sentiment: -0.00015, next: [2, 0, 4, 3, 1]),
    RegimeBehaviour(meanHours: 96, volatility: 0.8, pull: 0.02, next: [3, 3, 0, 2, 3]),
    RegimeBehaviour(meanHours: 18, volatility: 2, next: [3, 4, 3, 0, 1]),
    RegimeBehaviour(meanHours: 48, volatility: 0.5, pull: 0.01, next: [2, 2, 2, 4, 0]),
  ]
}
