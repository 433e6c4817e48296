import Settings

/// The square-root law of market impact: an order moves the price by coefficient·σ·√(q/ADV).
///
/// The form is common to the literature (Almgren et al., "Direct estimation of equity market impact", 2005; Tóth et
/// al., "Anomalous price impact and the critical nature of liquidity", 2011), which finds coefficients of about one.
/// It is not fitted here: no order-level data exist.
public struct ImpactModel: Configuration {
  /// Dimensionless factor; 0 switches impact off.
  public var coefficient: Double

  /// A model from its coefficient.
  public init(coefficient: Double = 1) {
    self.coefficient = coefficient
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0...100).contains(coefficient), "coefficient", must: "be in 0...100", found: coefficient)
  }

  /// The adverse move of the fill price, as a fraction of the price.
  ///
  /// - Parameters:
  ///   - notional: Size of the order, USD.
  ///   - quoteVolume24h: Quote volume of the last 24 closed hours (ADV), USD; infinite impact where it is 0.
  ///   - volatility: Standard deviation of *hourly* log-returns, a fraction; scaled to a day by √24, which assumes
  ///     uncorrelated returns.
  /// - Returns: A fraction, not negative.
  @inlinable
  public func impact(notional: Double, quoteVolume24h: Double, volatility: Double) -> Double {
    guard notional > 0, coefficient > 0 else { return 0 }
    return coefficient * volatility * (24 * notional / quoteVolume24h).squareRoot()
  }
}
