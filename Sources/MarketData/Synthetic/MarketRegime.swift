import Randomness
import Settings

/// What a simulated symbol is doing.
public enum MarketRegime: Int, CaseIterable, Sendable, Codable {
  /// Prices drift up; longs crowd in and pay.
  case uptrend
  /// Prices drift down; shorts crowd in and pay.
  case downtrend
  /// Prices are pulled back to where the regime began.
  case ranging
  /// Large moves in both directions, large volume.
  case volatilityExpansion
  /// Small moves, small volume.
  case volatilityContraction
}

/// How a symbol behaves in one regime.
public struct RegimeBehaviour: Configuration {
  /// Mean length of a stay, hours.
  public var meanHours: Double
  /// Mean of the hourly log-return, in units of the hour's volatility.
  public var drift: Double
  /// Factor on the symbol's volatility.
  public var volatility: Double
  /// Share of the distance to the price at the start of the stay that is undone each hour, 0...1.
  public var pull: Double
  /// Shift of the funding premium, decimal for 8 hours.
  public var sentiment: Double
  /// Relative chances of the next regime, in the order of ``MarketRegime``; the regime's own entry is not used.
  public var next: [Double]

  /// The behaviour of one regime; a quiet random walk by default.
  public init(
    meanHours: Double = 48, drift: Double = 0, volatility: Double = 1, pull: Double = 0, sentiment: Double = 0,
    next: [Double] = [1, 1, 1, 1, 1]
  ) {
    self.meanHours = meanHours
    self.drift = drift
    self.volatility = volatility
    self.pull = pull
    self.sentiment = sentiment
    self.next = next
  }

  public func validate() throws(ConfigurationError) {
    try require(meanHours >= 1, "meanHours", must: "be at least 1", found: meanHours)
    try require(volatility > 0, "volatility", must: "be positive", found: volatility)
    try require((0...1).contains(pull), "pull", must: "be in 0...1", found: pull)
    try require(
      next.count == MarketRegime.allCases.count && next.allSatisfy { $0 >= 0 } && next.count { $0 > 0 } >= 2, "next",
      must: "have \(MarketRegime.allCases.count) chances, none negative and two positive", found: next)
  }
}

/// A Markov chain over regimes with geometric stays.
struct RegimeChain {
  private let behaviours: [RegimeBehaviour]
  private(set) var regime: MarketRegime

  init(_ behaviours: [RegimeBehaviour], using random: inout RandomStream) {
    self.behaviours = behaviours
    regime = MarketRegime.allCases[random.index(below: MarketRegime.allCases.count)]
  }

  var behaviour: RegimeBehaviour { behaviours[regime.rawValue] }

  /// Moves on by an hour.
  ///
  /// - Returns: Whether a new stay begins.
  mutating func advance(using random: inout RandomStream) -> Bool {
    guard random.uniformDouble() * behaviour.meanHours < 1 else { return false }
    let current = regime
    let chances = MarketRegime.allCases.map { $0 == current ? 0 : behaviour.next[$0.rawValue] }
    var rest = random.uniformDouble() * chances.reduce(0, +)
    for (candidate, chance) in zip(MarketRegime.allCases, chances) where chance > 0 {
      regime = candidate
      rest -= chance
      if rest < 0 { break }
    }
    return true
  }
}
