import MarketData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What someone who knows the law of `FundingRegimes` believes about the regime, from the settlements so far.
///
/// A probability for every level and age, updated by Bayes' rule at each settlement (the forward filter of a hidden
/// semi-Markov chain). Without noise it is certain after the first change of level.
struct RegimeBelief {
  private let law: FundingRegimes
  /// Row-major [level −1, 0, 1 × age 1...longest].
  private(set) var weights: [Double]

  /// Before any settlement: the share of settlements that the law spends in each state.
  init(_ law: FundingRegimes) {
    self.law = law
    var weights: [Double] = []
    for level in -1...1 {
      let share = level == 0 ? 1 - law.activeShare : law.activeShare / 2
      var alive = share
      for age in 1...law.longest {
        weights.append(alive)
        alive *= 1 - law.chanceOfEnd(age: age)
      }
    }
    self.weights = weights
    normalize()
  }

  /// Index of a level and an age.
  static func index(level: Int, age: Int, law: FundingRegimes) -> Int { (level + 1) * law.longest + age - 1 }

  /// Takes in the next settlement, decimal.
  mutating func observe(_ rate: Double) {
    var next = [Double](repeating: 0, count: weights.count)
    for level in -1...1 {
      for age in 1...law.longest {
        let weight = weights[Self.index(level: level, age: age, law: law)]
        guard weight > 0 else { continue }
        let end = law.chanceOfEnd(age: age)
        if end < 1 { next[Self.index(level: level, age: age + 1, law: law)] += weight * (1 - end) }
        guard end > 0 else { continue }
        for following in -1...1 {
          next[Self.index(level: following, age: 1, law: law)] += weight * end * law.chance(of: following, after: level)
        }
      }
    }
    // Rates are rounded; without noise any other level is out of the question.
    let deviation = max(law.noise, 1e-6)
    var errors = (-1...1).map { level in
      let error = (rate - Double(level) * law.rate) / deviation
      return error * error / 2
    }
    let least = errors.min() ?? 0
    errors = errors.map { $0 - least }
    for level in -1...1 {
      let likelihood = exp(-errors[level + 1])
      for age in 1...law.longest { next[Self.index(level: level, age: age, law: law)] *= likelihood }
    }
    weights = next
    normalize()
  }

  private mutating func normalize() {
    let total = weights.reduce(0, +)
    // A settlement that the law excludes says that the law does not hold: nothing is known then.
    guard total > 0 else {
      weights = RegimeBelief(law).weights
      return
    }
    for index in weights.indices { weights[index] /= total }
  }
}
