/// Scales each feature by the median and the interquartile range of the training opportunities, which single spikes of
/// funding do not move.
public struct RobustScaler: FeatureScaler {
  /// Median of each feature.
  public var centers: [Float]
  /// Distance between the quartiles of each feature; 1 where they coincide.
  public var scales: [Float]

  /// A scaler from saved values.
  public init(centers: [Float], scales: [Float]) {
    self.centers = centers
    self.scales = scales
  }

  /// Fits medians and interquartile ranges.
  public static func fit(on table: OpportunityTable, hours: [Range<Int>]) -> RobustScaler {
    let fit = AffineFit(on: table, hours: hours) { values in
      let sorted = values.sorted()
      let range = quantile(0.75, of: sorted) - quantile(0.25, of: sorted)
      return (quantile(0.5, of: sorted), range)
    }
    return RobustScaler(centers: fit.centers, scales: fit.scales)
  }

  /// A quantile by linear interpolation between neighbours.
  private static func quantile(_ share: Double, of sorted: [Float]) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    let weight = position - Double(below)
    return Double(sorted[below]) * (1 - weight) + Double(sorted[above]) * weight
  }
}
