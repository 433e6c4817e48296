import Statistics

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
      let sorted = values.sorted().map(Double.init)
      let range = Quantile.linear(0.75, ofSorted: sorted) - Quantile.linear(0.25, ofSorted: sorted)
      return (Quantile.linear(0.5, ofSorted: sorted), range)
    }
    return RobustScaler(centers: fit.centers, scales: fit.scales)
  }
}
