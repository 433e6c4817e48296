/// Scales each feature so that the training opportunities span 0 to 1.
public struct MinMaxScaler: FeatureScaler {
  /// Minimum of each feature.
  public var centers: [Float]
  /// Maximum less minimum of each feature; 1 where they coincide.
  public var scales: [Float]

  /// A scaler from saved values.
  public init(centers: [Float], scales: [Float]) {
    self.centers = centers
    self.scales = scales
  }

  /// Fits minima and ranges.
  public static func fit(on table: OpportunityTable, hours: [Range<Int>]) -> MinMaxScaler {
    let fit = AffineFit(on: table, hours: hours) { values in
      let minimum = Double(values.min() ?? 0)
      return (minimum, Double(values.max() ?? 0) - minimum)
    }
    return MinMaxScaler(centers: fit.centers, scales: fit.scales)
  }
}
