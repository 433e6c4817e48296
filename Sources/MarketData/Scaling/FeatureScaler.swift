import Settings

/// Shifts and scales each feature of an opportunity: (value − center)/scale, clipped to ±10.
///
/// A scaler is fitted on the training hours alone and saved with the policy. ``Feature/isValid`` and the two interval
/// features pass unchanged: they are bounded, and few distinct values would make a poor fit. Empty slots stay zeros.
public protocol FeatureScaler: Configuration {
  /// Subtracted from each feature, in the order of ``Feature``.
  var centers: [Float] { get }
  /// Divides each feature, in the order of ``Feature``; positive.
  var scales: [Float] { get }

  /// Fits on the opportunities of some hours; empty slots do not count.
  ///
  /// A feature that does not vary, or a table without opportunities, gets a scale of 1.
  ///
  /// - Parameters:
  ///   - table: Unscaled features.
  ///   - hours: Training hours, within the table: the parts of a fold, ascending and without overlap.
  /// - Returns: A scaler that knows nothing of other hours.
  static func fit(on table: OpportunityTable, hours: [Range<Int>]) -> Self
}

extension FeatureScaler {
  /// Fits on the opportunities of hours without a gap between them.
  public static func fit(on table: OpportunityTable, hours: Range<Int>) -> Self { fit(on: table, hours: [hours]) }

  /// Largest magnitude of a scaled feature.
  public static var limit: Float { 10 }

  /// One feature, scaled and clipped.
  public func scaled(_ value: Float, of feature: Feature) -> Float {
    guard feature.isScaled else { return value }
    let scaled = (value - centers[feature.rawValue]) / scales[feature.rawValue]
    return min(max(scaled, -Self.limit), Self.limit)
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    let count = OpportunityTable.featureCount
    try require(centers.count == count, "centers", must: "have \(count) values", found: centers.count)
    try require(scales.count == count, "scales", must: "have \(count) values", found: scales.count)
    for feature in Feature.allCases {
      let (center, scale) = (centers[feature.rawValue], scales[feature.rawValue])
      try require(center.isFinite, "centers.\(feature)", must: "be finite", found: center)
      try require(scale.isFinite && scale > 0, "scales.\(feature)", must: "be positive", found: scale)
    }
  }
}

extension Feature {
  /// Whether scalers change the feature.
  public var isScaled: Bool {
    switch self {
    case .isValid, .longFundingInterval, .shortFundingInterval: false
    default: true
    }
  }
}
