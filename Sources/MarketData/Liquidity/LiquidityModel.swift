import Settings

/// Spread and depth as functions of traded volume. No hourly order books exist, so both are modelled, and every
/// output that uses them says so.
///
/// log₁₀(spread %) and log₁₀(depth USD) are straight lines in log₁₀(quote volume of 24 hours).
public struct LiquidityModel: Configuration {
  /// log₁₀ spread (percent of price) at a volume of 1 USD.
  public var spreadIntercept: Double
  /// Change of log₁₀ spread for a tenfold volume; negative.
  public var spreadSlope: Double
  /// log₁₀ depth (USD on the touched side) at a volume of 1 USD.
  public var depthIntercept: Double
  /// Change of log₁₀ depth for a tenfold volume; positive.
  public var depthSlope: Double

  /// A model from its coefficients.
  public init(spreadIntercept: Double, spreadSlope: Double, depthIntercept: Double, depthSlope: Double) {
    self.spreadIntercept = spreadIntercept
    self.spreadSlope = spreadSlope
    self.depthIntercept = depthIntercept
    self.depthSlope = depthSlope
  }

  public func validate() throws(ConfigurationError) {
    try require(spreadSlope <= 0, "spreadSlope", must: "not be positive", found: spreadSlope)
    try require(depthSlope >= 0, "depthSlope", must: "not be negative", found: depthSlope)
  }
}
