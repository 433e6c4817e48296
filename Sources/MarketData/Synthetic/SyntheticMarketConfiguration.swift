import Settings
import TextFormats

/// Parameters of the synthetic market; the defaults are calibrated to real data (see `docs/synthetic-market.md`).
public struct SyntheticMarketConfiguration: Configuration {
  /// Names of the symbols; the first is the most traded.
  public var symbols: [String]
  /// The venues; each lists every symbol.
  public var venues: [SyntheticVenue]
  /// Length of the history, days.
  public var days: Int
  /// First hour, as `UTCTimestamp` text.
  public var start: String
  /// Standard deviation of an ordinary hourly log-return of a middling symbol.
  public var hourlyVolatility: Double
  /// Share of the variance of every symbol's ordinary moves that comes from one market factor.
  public var marketShare: Double
  /// Standard deviation of the market's log-volatility.
  public var volatilityDeviation: Double
  /// Half-life of the market's log-volatility, hours.
  public var volatilityHalfLife: Double
  /// Amplitude of the daily cycle of volatility; the peak is at 15:00 UTC.
  public var dailyCycle: Double
  /// Chance of a jump of a symbol's price in an hour.
  public var jumpChance: Double
  /// Standard deviation of a jump, in units of ``hourlyVolatility``.
  public var jumpSize: Double
  /// Standard deviation of the funding premium that the venues share, decimal for 8 hours.
  public var sharedPremiumDeviation: Double
  /// Half-life of the shared premium, hours.
  public var sharedPremiumHalfLife: Double
  /// Change of log₁₀ volume for a tenfold range of the hour.
  public var volumeElasticity: Double
  /// Standard deviation of log₁₀ volume apart from the range.
  public var volumeDeviation: Double
  /// Half-life of that deviation, hours.
  public var volumeHalfLife: Double
  /// Steps of the price path within an hour.
  public var stepsPerHour: Int
  /// Behaviour in each regime, in the order of ``MarketRegime``.
  public var regimes: [RegimeBehaviour]
  /// A known law of funding in the place of the venues' formulas; `nil` for these.
  public var fundingRegimes: FundingRegimes?

  /// Twelve symbols on three venues for 180 days by default.
  public init(
    symbols: [String] = SyntheticMarketConfiguration.defaultSymbols,
    venues: [SyntheticVenue] = SyntheticMarketConfiguration.defaultVenues, days: Int = 180,
    start: String = "2025-01-01", hourlyVolatility: Double = 0.0085, marketShare: Double = 0.82,
    volatilityDeviation: Double = 0.33, volatilityHalfLife: Double = 10, dailyCycle: Double = 0.3,
    jumpChance: Double = 0.0035, jumpSize: Double = 5.8, sharedPremiumDeviation: Double = 0.0002,
    sharedPremiumHalfLife: Double = 90, volumeElasticity: Double = 1.2, volumeDeviation: Double = 0.31,
    volumeHalfLife: Double = 3.5, stepsPerHour: Int = 12,
    regimes: [RegimeBehaviour] = SyntheticMarketConfiguration.defaultRegimes,
    fundingRegimes: FundingRegimes? = nil
  ) {
    self.symbols = symbols
    self.venues = venues
    self.days = days
    self.start = start
    self.hourlyVolatility = hourlyVolatility
    self.marketShare = marketShare
    self.volatilityDeviation = volatilityDeviation
    self.volatilityHalfLife = volatilityHalfLife
    self.dailyCycle = dailyCycle
    self.jumpChance = jumpChance
    self.jumpSize = jumpSize
    self.sharedPremiumDeviation = sharedPremiumDeviation
    self.sharedPremiumHalfLife = sharedPremiumHalfLife
    self.volumeElasticity = volumeElasticity
    self.volumeDeviation = volumeDeviation
    self.volumeHalfLife = volumeHalfLife
    self.stepsPerHour = stepsPerHour
    self.regimes = regimes
    self.fundingRegimes = fundingRegimes
  }

  /// Checks every parameter, those of the venues and regimes included.
  public func validate() throws(ConfigurationError) {
    try require(
      !symbols.isEmpty && Set(symbols).count == symbols.count && !symbols.contains(""), "symbols",
      must: "be distinct names, at least one", found: symbols)
    try require(
      !venues.isEmpty && Set(venues.map(\.name)).count == venues.count, "venues",
      must: "have distinct names, at least one", found: venues.map(\.name))
    for venue in venues { try venue.validate() }
    try require((1...3650).contains(days), "days", must: "be in 1...3650", found: days)
    try require(firstHour != nil, "start", must: "be a date and a whole hour (UTC)", found: start)
    let positive = [
      ("hourlyVolatility", hourlyVolatility), ("volatilityHalfLife", volatilityHalfLife),
      ("sharedPremiumHalfLife", sharedPremiumHalfLife), ("volumeHalfLife", volumeHalfLife),
    ]
    for (field, value) in positive { try require(value > 0, field, must: "be positive", found: value) }
    let nonNegative = [
      ("volatilityDeviation", volatilityDeviation), ("jumpSize", jumpSize),
      ("sharedPremiumDeviation", sharedPremiumDeviation), ("volumeDeviation", volumeDeviation),
    ]
    for (field, value) in nonNegative { try require(value >= 0, field, must: "not be negative", found: value) }
    try require((0...1).contains(marketShare), "marketShare", must: "be in 0...1", found: marketShare)
    try require((0..<1).contains(dailyCycle), "dailyCycle", must: "be in 0..<1", found: dailyCycle)
    try require((0...1).contains(jumpChance), "jumpChance", must: "be in 0...1", found: jumpChance)
    try require((1...3600).contains(stepsPerHour), "stepsPerHour", must: "be in 1...3600", found: stepsPerHour)
    try require(
      regimes.count == MarketRegime.allCases.count, "regimes",
      must: "have \(MarketRegime.allCases.count) entries", found: regimes.count)
    for regime in regimes { try regime.validate() }
    if let fundingRegimes {
      try fundingRegimes.validate()
      try require(
        venues.contains { $0.name == fundingRegimes.venue }, "regimes.venue",
        must: "be among \(venues.map(\.name).joined(separator: ", "))", found: fundingRegimes.venue)
    }
  }

  /// Epoch milliseconds of ``start``, where it is a whole hour.
  var firstHour: Int64? {
    guard let stamp = UTCTimestamp(start)?.milliseconds, stamp % BarLength.hour.milliseconds == 0 else {
      return nil
    }
    return stamp
  }
}
