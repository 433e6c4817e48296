/// Choices of some of the numbers 0..<n.
enum Combinations {
  /// The number of choices, C(n, k); `Int.max` where it does not fit.
  static func count(of chosen: Int, from total: Int) -> Int {
    var result = 1
    for index in 0..<min(chosen, total - chosen) {
      // Divides without a rest: the product of i + 1 consecutive numbers.
      let (product, overflow) = result.multipliedReportingOverflow(by: total - index)
      if overflow { return .max }
      result = product / (index + 1)
    }
    return result
  }

  /// Every choice in ascending order, choices in lexicographic order.
  static func all(of chosen: Int, from total: Int) -> [[Int]] {
    var result: [[Int]] = []
    var current = Array(0..<chosen)
    while true {
      result.append(current)
      guard let position = current.indices.last(where: { current[$0] < total - chosen + $0 }) else { return result }
      current[position] += 1
      for later in (position + 1)..<max(chosen, position + 1) { current[later] = current[later - 1] + 1 }
    }
  }
}
