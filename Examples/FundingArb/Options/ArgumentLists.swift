import ArgumentParser
import RLFramework
import TradingExperiments

/// Names with commas between them.
struct NameList: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map { name in
      String(name.filter { !$0.isWhitespace })
    }
    if names.contains("") { return nil }
  }
}

/// Whole numbers with commas between them.
struct NumberList: ExpressibleByArgument {
  let numbers: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    numbers = parts.compactMap { Int($0) }
    if numbers.count != parts.count { return nil }
  }
}

/// Positive numbers with commas between them.
struct WeightList: ExpressibleByArgument {
  let weights: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    weights = parts.compactMap { Double($0) }
    // A sum of them must be a number, too.
    if weights.count != parts.count || !weights.allSatisfy({ $0 > 0 && $0 <= 1e9 }) { return nil }
  }
}

/// Shaping terms with commas between them, or `none`.
struct RewardTermList: ExpressibleByArgument {
  let terms: [RunConfiguration.RewardTerm]

  init?(argument: String) {
    guard argument != "none" else {
      terms = []
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    terms = parts.compactMap { RunConfiguration.RewardTerm(rawValue: String($0)) }
    if terms.count != parts.count { return nil }
  }
}
