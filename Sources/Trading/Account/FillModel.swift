import MarketData

/// The price and the fee of a fill: open ± half-spread ± impact, and the venue's fee on the filled notional.
public struct FillModel: Sendable {
  /// Factor on half-spread and impact; 0 for resting orders.
  public let slippage: Double
  /// Factor on venue fees.
  public let feeMultiplier: Double
  private let paysMakerFee: Bool

  /// Half-spread and impact together never exceed this share of price, so that prices stay positive.
  public static let maximumSlippage = 0.5

  /// The model of some settings.
  public init(_ configuration: ExecutionConfiguration) {
    paysMakerFee = configuration.role == .maker
    slippage = paysMakerFee ? 0 : configuration.slippageMultiplier
    feeMultiplier = configuration.feeMultiplier
  }

  /// Slippage of one fill as a share of price.
  ///
  /// - Parameters:
  ///   - halfSpread: Half of the spread as a share of price.
  ///   - impactScale: Impact of a notional of 1 USD as a share of price.
  ///   - rootNotional: Square root of the notional in USD.
  /// - Returns: A share of price, not negative.
  public func slippageShare(halfSpread: Double, impactScale: Double, rootNotional: Double) -> Double {
    min(slippage * (halfSpread + impactScale * rootNotional), Self.maximumSlippage)
  }

  /// Fill price in USD of an order at a mark.
  ///
  /// - Parameters:
  ///   - row: The instrument in this bar.
  ///   - mark: Price in the middle, USD; `nil` takes the row's.
  ///   - direction: +1 to buy, −1 to sell.
  ///   - notional: Size of the order, USD.
  /// - Returns: USD for one unit.
  public func price(_ row: InstrumentBar, mark: Double? = nil, direction: Double, notional: Double) -> Double {
    let share = slippageShare(
      halfSpread: row.halfSpread, impactScale: row.impactScale, rootNotional: notional.squareRoot())
    return (mark ?? row.mark) * (1 + direction * share)
  }

  /// Fee of a fill as a share of its notional.
  public func feeRate(_ rules: VenueRules) -> Double {
    feeMultiplier * (paysMakerFee ? rules.makerFee : rules.takerFee)
  }
}
