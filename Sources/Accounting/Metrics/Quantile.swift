/// Quantiles of a sample.
public enum Quantile {
  /// The quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, what most
  /// numerical libraries call linear).
  ///
  /// - Parameters:
  ///   - probability: In 0…1.
  ///   - values: At least one value, in ascending order.
  /// - Returns: The value below which that share of the sample lies.
  public static func linear(_ probability: Double, ofSorted values: [Double]) -> Double {
    let position = probability * Double(values.count - 1)
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    return values[below] + (values[above] - values[below]) * (position - Double(below))
  }
}
