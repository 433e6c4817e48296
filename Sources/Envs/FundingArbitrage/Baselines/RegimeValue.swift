import MarketData
import Trading

/// The value of holding one symbol's pair, either way round, for someone who sees the regime: dynamic programming on the
/// law of `FundingRegimes`.
///
/// For n settlements to go, a state s (level and age) and a holding d (−1, 0, 1: short, nothing, long of the level),
///
///     V₀(s, d) = −exit·[d ≠ 0]
///     Qₙ(s, d → e) = −exit·[d ≠ 0, e ≠ d] − entry·[e ≠ 0, e ≠ d] − price·[e ≠ 0] + Σₛ′ P(s′ | s)·(e·level(s′) + Vₙ₋₁(s′, e))
///     Vₙ(s, d) = maxₑ Qₙ(s, d → e)
///
/// in shares of the notional. `price` is what a settlement in one of the account's few position slots costs.
struct RegimeValue {
  private let law: FundingRegimes
  let entryCost: Double
  let exitCost: Double
  private let slotPrice: Double
  /// Most settlements to go.
  let horizon: Int
  /// Expected income and value of holding e through the next settlement, row-major [n × state × e], n from 1.
  private var futures: [Double] = []
  /// V, row-major [n × state × d], n from 0.
  private var values: [Double] = []
  private let stateCount: Int

  /// - Complexity: O(horizon × longest).
  init(_ law: FundingRegimes, entryCost: Double, exitCost: Double, slotPrice: Double, horizon: Int) {
    self.law = law
    self.entryCost = entryCost
    self.exitCost = exitCost
    self.slotPrice = slotPrice
    self.horizon = horizon
    stateCount = 3 * law.longest
    for _ in 0..<stateCount { values += [-exitCost, 0, -exitCost] }
    for remaining in 1...horizon { addRow(remaining) }
  }

  private mutating func addRow(_ remaining: Int) {
    let previous = (remaining - 1) * stateCount * 3
    for level in -1...1 {
      for age in 1...law.longest {
        var future = [0.0, 0, 0]
        func add(_ next: Int, _ nextAge: Int, _ chance: Double) {
          let state = RegimeBelief.index(level: next, age: nextAge, law: law)
          for held in -1...1 {
            future[held + 1] +=
              chance * (Double(held * next) * law.rate + values[previous + state * 3 + held + 1])
          }
        }
        let end = law.chanceOfEnd(age: age)
        if end < 1 { add(level, age + 1, 1 - end) }
        if end > 0 {
          for next in -1...1 { add(next, 1, end * law.chance(of: next, after: level)) }
        }
        futures += future
      }
    }
    let first = (remaining - 1) * stateCount * 3
    for state in 0..<stateCount {
      for held in -1...1 {
        var best = -Double.infinity
        for choice in -1...1 {
          best = max(best, cost(from: held, to: choice) + futures[first + state * 3 + choice + 1])
        }
        values.append(best)
      }
    }
  }

  private func cost(from held: Int, to choice: Int) -> Double {
    var cost = 0.0
    if choice != held {
      if held != 0 { cost -= exitCost }
      if choice != 0 { cost -= entryCost }
    }
    if choice != 0 { cost -= slotPrice }
    return cost
  }

  /// What choosing a holding is worth under a belief, as if the regime were seen from the next settlement on.
  func value(of choice: Int, from held: Int, remaining: Int, belief: RegimeBelief) -> Double {
    guard remaining > 0 else { return choice == 0 && held != 0 ? -exitCost : choice == held ? 0 : -.infinity }
    let first = (min(remaining, horizon) - 1) * stateCount * 3
    var sum = 0.0
    for state in 0..<stateCount { sum += belief.weights[state] * futures[first + state * 3 + choice + 1] }
    return sum + cost(from: held, to: choice)
  }

  /// What being out is worth under a belief where the regime is seen from now on: no policy expects more.
  func bound(remaining: Int, belief: RegimeBelief) -> Double {
    let first = min(remaining, horizon) * stateCount * 3
    var sum = 0.0
    for state in 0..<stateCount { sum += belief.weights[state] * values[first + state * 3 + 1] }
    return sum
  }
}
