/// Scales each feature to mean 0 and standard deviation 1 over the training opportunities.
public struct StandardScaler: FeatureScaler {
  /// Mean of each feature.
  public var centers: [Float]
  /// Population standard deviation of each feature; 1 where it does not vary.
  public var scales: [Float]

  /// A scaler from saved values.
  public init(centers: [Float], scales: [Float]) {
    self.centers = centers
    self.scales = scales
  }

  /// Fits means and standard deviations.
  public static func fit(on table: OpportunityTable, hours: [Range<Int>]) -> StandardScaler {
    let fit = AffineFit(on: table, hours: hours) { values in
      let count = Double(values.count)
      let mean = values.reduce(0) { $0 + Double($1) } / count
      let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
      return (mean, variance.squareRoot())
    }
    return StandardScaler(centers: fit.centers, scales: fit.scales)
  }
}
