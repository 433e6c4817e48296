import Randomness

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
