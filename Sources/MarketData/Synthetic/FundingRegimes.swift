import Settings

/// A law of funding that is known: one venue pays in regimes, the others settle nothing.
///
/// A regime lasts a number of settlements that is uniform between two bounds, and has a level: `rate` or −`rate` where
/// it is active, 0 if it is quiet. It is active with a chance of ``activeShare``, whatever came before; after an
/// active regime the next active one has the other sign, after a quiet one a coin decides. Every settlement is the
/// level plus independent Gaussian noise. Prices and basis know nothing of it.
public struct FundingRegimes: Configuration, Equatable {
  /// The venue whose funding follows the law; every venue must settle at the multiples of ``intervalHours``.
  public var venue: String
  /// Size of the level of an active regime, decimal for one settlement.
  public var rate: Double
  /// Chance that a regime is active.
  public var activeShare: Double
  /// Fewest settlements of a regime.
  public var shortest: Int
  /// Most settlements of a regime.
  public var longest: Int
  /// Standard deviation of a settlement around the level, decimal.
  public var noise: Double

  /// Hours between settlements.
  public static let intervalHours = 8

  /// ±0.1 % all the time on `hyperliquid`, 3 to 6 days each, by default.
  public init(
    venue: String = "hyperliquid", rate: Double = 0.001, activeShare: Double = 1, shortest: Int = 9,
    longest: Int = 18, noise: Double = 0
  ) {
    self.venue = venue
    self.rate = rate
    self.activeShare = activeShare
    self.shortest = shortest
    self.longest = longest
    self.noise = noise
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0..<0.02).contains(rate), "regimes.rate", must: "be in 0..<0.02", found: rate)
    try require((0...1).contains(activeShare), "regimes.activeShare", must: "be in 0...1", found: activeShare)
    try require((1...1000).contains(shortest), "regimes.shortest", must: "be in 1...1000", found: shortest)
    try require(
      (shortest...1000).contains(longest), "regimes.longest", must: "be in \(shortest)...1000", found: longest)
    try require((0..<0.02).contains(noise), "regimes.noise", must: "be in 0..<0.02", found: noise)
  }

  /// Chance that a regime of `age` settlements was its last: the next settlement begins another one.
  ///
  /// - Parameter age: Settlements of the regime so far, 1...``longest``.
  /// - Returns: A probability.
  public func chanceOfEnd(age: Int) -> Double { age < shortest ? 0 : 1 / Double(longest - age + 1) }

  /// Chance that a level follows another one when a regime ends; levels are −1, 0 and 1.
  public func chance(of next: Int, after level: Int) -> Double {
    if next == 0 { return 1 - activeShare }
    return level == 0 ? activeShare / 2 : next == -level ? activeShare : 0
  }
}
