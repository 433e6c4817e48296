import Settings

extension OpportunityTable {
  /// A table with the same ranking and scaled features; empty slots stay zeros.
  ///
  /// - Precondition: The scaler has a center and a scale for each feature (its `validate()` holds).
  /// - Complexity: O(hours × slots × features).
  public func scaled(by scaler: some FeatureScaler) -> OpportunityTable {
    enforce(
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

  /// The values of one feature over the opportunities of some hours, in their order.
  ///
  /// - Precondition: The ranges lie within the table, ascending and without overlap.
  func values(of feature: Feature, hours: [Range<Int>]) -> [Float] {
    var values: [Float] = []
    var end = 0
    for range in hours {
      enforce(
        range.lowerBound >= end && range.upperBound <= hourCount,
        "hours must be ascending without overlap in 0..<\(hourCount), was \(hours)")
      end = range.upperBound
      for row in range.lowerBound * slots..<range.upperBound * slots where ranked[row] >= 0 {
        values.append(features[row * Self.featureCount + feature.rawValue])
      }
    }
    return values
  }
}
