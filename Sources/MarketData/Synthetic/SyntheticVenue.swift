import Settings

/// How one simulated venue prices, funds and trades.
///
/// Rates are decimals for 8 hours, as premium indices are quoted.
public struct SyntheticVenue: Configuration {
  /// Name of the venue.
  public var name: String
  /// Funding interval of most symbols, hours.
  public var intervalHours: Int
  /// Funding interval of every `minorityStride`-th symbol, hours.
  public var minorityIntervalHours: Int
  /// How often the minority interval occurs: every n-th symbol; 0 means never.
  public var minorityStride: Int
  /// Long-run mean of the premium over the index.
  public var premiumMean: Double
  /// How strongly the venue follows the sentiment that all venues share.
  public var sharedLoading: Double
  /// Standard deviation of the venue's own premium.
  public var ownDeviation: Double
  /// Half-life of the venue's own premium, hours.
  public var ownHalfLife: Double
  /// Mean size of a premium spike; spikes decay and half of them reverse.
  public var spikeSize: Double
  /// Chance of a spike in an hour.
  public var spikeChance: Double
  /// Half-width of the band around the base rate in which funding stays at the base rate.
  public var deadZone: Double
  /// Largest absolute rate for 8 hours.
  public var rateCap: Double
  /// Standard deviation of the hourly noise between the venue's price and the common price, decimal.
  public var basisNoise: Double
  /// Half-life of that noise, hours.
  public var basisHalfLife: Double
  /// log₁₀ of the quote volume of a middling symbol in an ordinary hour, USD.
  public var volumeLevel: Double
  /// Chance that an hour of the least traded third of the symbols has no trade at all.
  public var zeroVolumeChance: Double

  /// A venue from its parameters; the defaults are those of a large venue that settles every 8 hours.
  public init(
    name: String = "binance", intervalHours: Int = 8, minorityIntervalHours: Int = 4, minorityStride: Int = 5,
    premiumMean: Double = -0.00042, sharedLoading: Double = 0.4, ownDeviation: Double = 0.00008,
    ownHalfLife: Double = 3, spikeSize: Double = 0.0004, spikeChance: Double = 0.0018, deadZone: Double = 0.0005,
    rateCap: Double = 0.02, basisNoise: Double = 0.00043, basisHalfLife: Double = 0.6, volumeLevel: Double = 6.73,
    zeroVolumeChance: Double = 0
  ) {
    self.name = name
    self.intervalHours = intervalHours
    self.minorityIntervalHours = minorityIntervalHours
    self.minorityStride = minorityStride
    self.premiumMean = premiumMean
    self.sharedLoading = sharedLoading
    self.ownDeviation = ownDeviation
    self.ownHalfLife = ownHalfLife
    self.spikeSize = spikeSize
    self.spikeChance = spikeChance
    self.deadZone = deadZone
    self.rateCap = rateCap
    self.basisNoise = basisNoise
    self.basisHalfLife = basisHalfLife
    self.volumeLevel = volumeLevel
    self.zeroVolumeChance = zeroVolumeChance
  }

  /// Checks every parameter; errors begin with the name of the venue.
  public func validate() throws(ConfigurationError) {
    try require(!name.isEmpty, "venue.name", must: "not be empty", found: name)
    for (field, hours) in [("intervalHours", intervalHours), ("minorityIntervalHours", minorityIntervalHours)] {
      try require(hours > 0 && 24 % hours == 0, "\(name).\(field)", must: "divide 24", found: hours)
    }
    try require(minorityStride >= 0, "\(name).minorityStride", must: "not be negative", found: minorityStride)
    let nonNegative = [
      ("ownDeviation", ownDeviation), ("spikeSize", spikeSize), ("deadZone", deadZone), ("basisNoise", basisNoise),
    ]
    for (field, value) in nonNegative {
      try require(value >= 0, "\(name).\(field)", must: "not be negative", found: value)
    }
    for (field, value) in [("ownHalfLife", ownHalfLife), ("basisHalfLife", basisHalfLife)] {
      try require(value > 0, "\(name).\(field)", must: "be positive", found: value)
    }
    for (field, value) in [("spikeChance", spikeChance), ("zeroVolumeChance", zeroVolumeChance)] {
      try require((0..<1).contains(value), "\(name).\(field)", must: "be in 0..<1", found: value)
    }
    try require(rateCap > 0 && rateCap < 1, "\(name).rateCap", must: "be between 0 and 1", found: rateCap)
  }

  /// Interval of the symbol with a given rank, hours.
  func interval(ofSymbol rank: Int) -> Int {
    minorityStride > 0 && rank % minorityStride == minorityStride - 1 ? minorityIntervalHours : intervalHours
  }

  /// The rate for 8 hours that the venue settles for a mean premium P: P + clamp(base − P, ±dead zone), capped.
  ///
  /// This is the formula that Binance, Bybit and Hyperliquid publish, with an interest rate of 0.01 % for 8 hours and
  /// a dead zone of 0.05 %. Their premiums are far from Gaussian; the model's nearly are, so the dead zone is fitted
  /// where the published one would leave too many or too few settlements at the base rate.
  func rateFor8Hours(premium: Double) -> Double {
    let rate = premium + min(max(Self.baseRate - premium, -deadZone), deadZone)
    return min(max(rate, -rateCap), rateCap)
  }

  /// Interest part of funding for 8 hours, the same on the three venues: 10.95 % a year.
  static let baseRate = 0.0001
}
