extension OpportunityTable {
  /// A table with the same ranking and scaled features; empty slots stay zeros.
  ///
  /// - Precondition: The scaler has a center and a scale for each feature (its `validate()` holds).
  /// - Complexity: O(hours × slots × features).
  public func scaled(by scaler: some FeatureScaler) -> OpportunityTable {
    precondition(
      scaler.centers.count == Self.featureCount && scaler.scales.count == Self.featureCount,
      "the scaler must have \(Self.featureCount) features, was \(scaler.centers.count)")
    var scaled = features
    for row in ranked.indices where ranked[row] >= 0 {
      for feature in Feature.allCases {
        let index = row * Self.featureCount + feature.rawValue
        scaled[index] = scaler.scaled(scaled[index], of: feature)
      }
    }
    return OpportunityTable(pairs: pairs, slots: slots, hourCount: hourCount, ranked: ranked, features: scaled)
  }

  /// The values of one feature over the opportunities of some hours.
  func values(of feature: Feature, hours: Range<Int>) -> [Float] {
    precondition(
      hours.lowerBound >= 0 && hours.upperBound <= hourCount, "hours must be in 0..<\(hourCount), was \(hours)")
    return (hours.lowerBound * slots..<hours.upperBound * slots).compactMap { row in
      ranked[row] < 0 ? nil : features[row * Self.featureCount + feature.rawValue]
    }
  }
}
