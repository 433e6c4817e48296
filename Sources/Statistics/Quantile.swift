/// Quantiles of a sample.
public enum Quantile {
  /// The quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, what most
  /// numerical libraries call linear).
  ///
  /// - Parameters:
  ///   - probability: Of 0…1; others count as the nearer end.
  ///   - values: In ascending order.
  /// - Returns: The value below which that share of the sample lies; not a number for no values.
  public static func linear(_ probability: Double, ofSorted values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let position = min(max(probability, 0), 1) * Double(values.count - 1)
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    let (low, high, share) = (values[below], values[above], position - Double(below))
    // Infinite values have no distance, and none is needed from the value itself.
    return share == 0 || low == high ? low : low + (high - low) * share
  }

  /// The middle value, or the mean of the two in the middle; not a number for no values.
  ///
  /// - Complexity: O(n log n).
  public static func median(_ values: [Double]) -> Double { linear(0.5, ofSorted: values.sorted()) }
}
