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

  /// Eight symbols on two venues of which one pays ±0.1 % every 8 hours, in regimes of 3 to 6 days: an edge that can be
  /// seen, learnt and compared with the best that is possible (see ``FundingRegimes``).
  public static var planted: Self { known(FundingRegimes()) }

  /// The same with ±0.2 % in 35 % of the regimes, nothing in the others, and a noise of 0.2 % in every settlement: an
  /// edge that has to be told from noise.
  public static var noisy: Self { known(FundingRegimes(rate: 0.002, activeShare: 0.35, noise: 0.002)) }

  /// The same with a noise of 0.01 % and nothing else: there is nothing to earn, and every trade costs.
  public static var calm: Self { known(FundingRegimes(rate: 0, noise: 0.0001)) }

  private static func known(_ law: FundingRegimes) -> Self {
    Self(
      symbols: Array(defaultSymbols.prefix(8)),
      venues: defaultVenues.filter { ["binance", "hyperliquid"].contains($0.name) }, fundingRegimes: law)
  }

  /// Trends last days, expansions hours; a contraction usually breaks into an expansion.
  public static let defaultRegimes = [
    RegimeBehaviour(meanHours: 60, drift: 0.06, volatility: 1, sentiment: 0.0001, next: [0, 2, 4, 2, 2]),
    RegimeBehaviour(meanHours: 48, drift: -0.06, volatility: 1.2, sentiment: -0.00015, next: [2, 0, 4, 3, 1]),
    RegimeBehaviour(meanHours: 96, volatility: 0.8, pull: 0.02, next: [3, 3, 0, 2, 3]),
    RegimeBehaviour(meanHours: 18, volatility: 2, next: [3, 4, 3, 0, 1]),
    RegimeBehaviour(meanHours: 48, volatility: 0.5, pull: 0.01, next: [2, 2, 2, 4, 0]),
  ]
}
