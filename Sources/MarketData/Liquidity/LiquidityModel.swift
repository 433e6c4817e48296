import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Spread and depth as functions of traded volume.
///
/// No hourly order books exist, so both are modelled, and every output that uses them says so.
///
/// log₁₀(spread %) and log₁₀(depth USD) are straight lines in log₁₀(quote volume of 24 hours), held to a sane range
/// outside of the volumes that they were fitted on.
public struct LiquidityModel: Configuration {
  /// log₁₀ spread (percent of price) at a volume of 1 USD.
  public var spreadIntercept: Double
  /// Change of log₁₀ spread for a tenfold volume; negative.
  public var spreadSlope: Double
  /// log₁₀ depth (USD on the touched side) at a volume of 1 USD.
  public var depthIntercept: Double
  /// Change of log₁₀ depth for a tenfold volume; positive.
  public var depthSlope: Double
  /// Smallest spread, percent of price.
  public var minimumSpread: Double
  /// Largest spread, percent of price.
  public var maximumSpread: Double
  /// Largest depth as a share of the volume of 24 hours.
  ///
  /// The fitted line falls more slowly than volume does, so that far below the fitted range it would promise a book
  /// deeper than a day's trading. 5 % binds only below about 26 million USD a day, the thin end of the fit.
  public var maximumDepthShare: Double
  /// Price impact beyond the spread.
  public var impact: ImpactModel

  /// A model from its coefficients.
  public init(
    spreadIntercept: Double, spreadSlope: Double, depthIntercept: Double, depthSlope: Double,
    minimumSpread: Double = 1e-4, maximumSpread: Double = 1, maximumDepthShare: Double = 0.05,
    impact: ImpactModel = ImpactModel()
  ) {
    self.spreadIntercept = spreadIntercept
    self.spreadSlope = spreadSlope
    self.depthIntercept = depthIntercept
    self.depthSlope = depthSlope
    self.minimumSpread = minimumSpread
    self.maximumSpread = maximumSpread
    self.maximumDepthShare = maximumDepthShare
    self.impact = impact
  }

  /// The model fitted on a snapshot of October 2025 against volumes of July 2025; see `docs/liquidity-model.md` for the
  /// quality of the fit (R² 0.45 for the spread, 0.28 for the depth: an order of magnitude, not a quote).
  public static let standard = LiquidityModel(
    spreadIntercept: 3.5697, spreadSlope: -0.68871, depthIntercept: 3.3712, depthSlope: 0.37001)

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(spreadSlope <= 0, "spreadSlope", must: "not be positive", found: spreadSlope)
    try require(depthSlope >= 0, "depthSlope", must: "not be negative", found: depthSlope)
    try require(spreadIntercept.isFinite, "spreadIntercept", must: "be finite", found: spreadIntercept)
    try require(depthIntercept.isFinite, "depthIntercept", must: "be finite", found: depthIntercept)
    try require((0...100).contains(minimumSpread), "minimumSpread", must: "be in 0...100", found: minimumSpread)
    try require(
      (minimumSpread...100).contains(maximumSpread), "maximumSpread", must: "be in minimumSpread...100",
      found: maximumSpread)
    try require(
      maximumDepthShare > 0 && maximumDepthShare <= 1, "maximumDepthShare", must: "be above 0 and at most 1",
      found: maximumDepthShare)
    try impact.validate()
  }

  /// The modelled bid-ask spread, percent of price; the widest where there is no volume, `nan` where it is unknown.
  ///
  /// - Parameter quoteVolume24h: Quote volume of the last 24 closed hours, USD.
  /// - Returns: Percent of price.
  public func spreadPercent(quoteVolume24h: Double) -> Double {
    guard !quoteVolume24h.isNaN else { return .nan }
    guard quoteVolume24h > 0 else { return maximumSpread }
    let spread = pow(10, spreadIntercept + spreadSlope * log10(quoteVolume24h))
    return min(max(spread, minimumSpread), maximumSpread)
  }

  /// The modelled depth of the touched side of the book, USD; 0 if there is no volume, `nan` where it is unknown.
  ///
  /// - Parameter quoteVolume24h: Quote volume of the last 24 closed hours, USD.
  /// - Returns: USD.
  public func depth(quoteVolume24h: Double) -> Double {
    guard !quoteVolume24h.isNaN else { return .nan }
    guard quoteVolume24h > 0 else { return 0 }
    let depth = pow(10, depthIntercept + depthSlope * log10(quoteVolume24h))
    return min(depth, maximumDepthShare * quoteVolume24h)
  }

  /// The adverse move of a fill beyond the half-spread, as a fraction of the price; see
  /// ``ImpactModel/impact(notional:quoteVolume24h:volatility:)``.
  @inlinable
  public func impact(notional: Double, quoteVolume24h: Double, volatility: Double) -> Double {
    impact.impact(notional: notional, quoteVolume24h: quoteVolume24h, volatility: volatility)
  }
}
