import Randomness

/// The levels that a law of funding draws, settlement by settlement.
struct RegimePath {
  private let law: FundingRegimes
  private var level: Int
  private var age: Int

  /// Begins somewhere within a regime.
  init(_ law: FundingRegimes, using random: inout RandomStream) {
    self.law = law
    let isActive = random.uniformDouble() < law.activeShare
    level = isActive ? (random.uniformDouble() < 0.5 ? -1 : 1) : 0
    age = 1 + random.index(below: law.shortest)
  }

  /// The next settlement, decimal.
  mutating func advance(using random: inout RandomStream) -> Double {
    let (end, active, coin) = (random.uniformDouble(), random.uniformDouble(), random.uniformDouble())
    if end < law.chanceOfEnd(age: age) {
      let sign = level == 0 ? (coin < 0.5 ? -1 : 1) : -level
      level = active < law.activeShare ? sign : 0
      age = 1
    } else {
      age += 1
    }
    return Double(level) * law.rate + law.noise * random.normal()
  }
}
