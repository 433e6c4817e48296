import Randomness
import Settings

/// Placebos: tables whose signal is worth less or nothing, on a market that is otherwise the same.
///
/// They change what is shown and what may be entered. Prices, funding and costs come from the market's own rows and
/// stay as they are, and so does what an account knows of its positions: the present rates, spread and profit of a
/// held pair are true in a placebo too. An edge that survives without the signal comes from somewhere else.
extension OpportunityTable {
  /// The table with a signal that is late: hour h shows the opportunities of h − lag, the first hours none.
  ///
  /// Row h depends on rows up to h − lag alone, so that nothing is shown before it was known.
  ///
  /// - Parameter lag: Hours, not negative; 0 gives the same table.
  /// - Returns: A table of the same shape.
  /// - Complexity: O(hours × slots × features).
  public func lagged(byHours lag: Int) -> OpportunityTable {
    enforce(lag >= 0, "lag must not be negative, was \(lag)")
    return showing((0..<hourCount).map { $0 < lag ? nil : $0 - lag })
  }

  /// The table with a signal that means nothing: within a range every hour shows the opportunities of another one.
  ///
  /// The hours are a permutation of themselves, each with all of its slots, so that every distribution over the range
  /// stays as it is. An hour may show what only a later one knows: this is a placebo and never a signal to trade on.
  ///
  /// - Parameters:
  ///   - hours: Hours that are permuted, within the table; the others stay.
  ///   - random: The only source of the permutation.
  /// - Returns: A table of the same shape.
  /// - Complexity: O(hours × slots × features).
  public func shuffled(within hours: Range<Int>, using random: inout RandomStream) -> OpportunityTable {
    enforce(
      hours.lowerBound >= 0 && hours.upperBound <= hourCount, "hours must be in 0..<\(hourCount), was \(hours)")
    var order = Array(hours)
    random.shuffle(&order)
    return showing((0..<hourCount).map { hours.contains($0) ? order[$0 - hours.lowerBound] : $0 })
  }

  /// The table in which every hour shows the opportunities of another one, or none.
  private func showing(_ shown: [Int?]) -> OpportunityTable {
    let width = slots * Self.featureCount
    var ranked: [Int32] = []
    var features: [Float] = []
    ranked.reserveCapacity(self.ranked.count)
    features.reserveCapacity(self.features.count)
    for hour in shown {
      if let hour {
        ranked.append(contentsOf: self.ranked[hour * slots..<(hour + 1) * slots])
        features.append(contentsOf: self.features[hour * width..<(hour + 1) * width])
      } else {
        ranked.append(contentsOf: repeatElement(-1, count: slots))
        features.append(contentsOf: repeatElement(0, count: width))
      }
    }
    return OpportunityTable(pairs: pairs, slots: slots, hourCount: hourCount, ranked: ranked, features: features)
  }
}
