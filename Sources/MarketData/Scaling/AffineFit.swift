/// Center and scale of each feature, by a rule that sees the values of one feature at a time.
struct AffineFit {
  var centers = [Float](repeating: 0, count: OpportunityTable.featureCount)
  var scales = [Float](repeating: 1, count: OpportunityTable.featureCount)

  init(
    on table: OpportunityTable, hours: [Range<Int>], rule: (_ values: [Float]) -> (center: Double, scale: Double)
  ) {
    for feature in Feature.allCases where feature.isScaled {
      let values = table.values(of: feature, hours: hours)
      guard !values.isEmpty else { continue }
      let (center, scale) = rule(values)
      centers[feature.rawValue] = Float(center)
      // Rounding alone gives a constant feature a spread of about 1e-7 of its size; that is no scale.
      let isConstant = scale <= 1e-6 * abs(center)
      scales[feature.rawValue] = isConstant || Float(scale) < .leastNormalMagnitude ? 1 : Float(scale)
    }
  }
}
