import RLCore
import Randomness

/// Chooses the best valid choice of each row, or with probability ε any valid one.
struct EpsilonGreedy {
  /// How many choices there are.
  let choices: Int

  /// The valid choice of the greatest value, the first of several; `nil` where none is valid.
  ///
  /// - Parameters:
  ///   - values: One for each choice.
  ///   - mask: One byte for each choice, 0 if it is not valid; `nil` where all are.
  /// - Returns: Its number.
  func best(of values: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?) -> Int? {
    var best: Int?
    var greatest = -Float.infinity
    for choice in 0..<choices where mask.map({ $0[choice] != 0 }) ?? true {
      // The first valid choice stands even where no value compares, as with NaN.
      if best == nil || values[choice] > greatest { (best, greatest) = (choice, values[choice]) }
    }
    return best
  }

  /// A valid choice, each with the same probability.
  func random(mask: UnsafePointer<UInt8>?, using random: inout RandomStream) -> Int? {
    guard let mask else { return random.index(below: choices) }
    let valid = (0..<choices).count { mask[$0] != 0 }
    guard valid > 0 else { return nil }
    var left = random.index(below: valid)
    for choice in 0..<choices where mask[choice] != 0 {
      if left == 0 { return choice }
      left -= 1
    }
    return nil
  }

  /// Chooses for every row.
  ///
  /// - Parameters:
  ///   - observations: What is seen; its masks hold on both paths.
  ///   - epsilon: ε; at 0 nothing is drawn.
  ///   - actions: Overwritten with one for each row.
  ///   - random: Draws whether to explore, and then what.
  ///   - values: Values of all choices, [rows × choices]; asked for once, and not at all where every row explores.
  func choose(
    for observations: ObservationBatch, epsilon: Float, into actions: inout [DiscreteAction],
    using random: inout RandomStream, values: () -> UnsafePointer<Float>
  ) {
    precondition(
      observations.masks.isEmpty || observations.maskWidth == choices,
      "a mask must have \(choices) flags, was \(observations.maskWidth)")
    actions.removeAll(keepingCapacity: true)
    actions.reserveCapacity(observations.count)
    var known: UnsafePointer<Float>?
    observations.masks.withUnsafeBytes { flags in
      let masks = flags.bindMemory(to: UInt8.self).baseAddress
      for row in 0..<observations.count {
        let mask = flags.isEmpty ? nil : masks.map { $0 + row * choices }
        let choice: Int?
        if epsilon > 0 && random.uniform() < epsilon {
          choice = self.random(mask: mask, using: &random)
        } else {
          let values = known ?? values()
          known = values
          choice = best(of: values + row * choices, mask: mask)
        }
        guard let choice else { preconditionFailure("the mask of environment \(row) must leave a choice valid") }
        actions.append(DiscreteAction(choice))
      }
    }
  }
}
