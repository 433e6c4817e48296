import MarketData

/// The price and the fee of a fill: open ± half-spread ± impact, and the venue's fee on the filled notional.
struct FillModel: Sendable {
  /// Factor on half-spread and impact; 0 for resting orders.
  let slippage: Double
  /// Factor on venue fees.
  let feeMultiplier: Double
  private let paysMakerFee: Bool

  /// Half-spread and impact together never exceed this share of price, so that prices stay positive.
  static let maximumSlippage = 0.5

  init(_ configuration: ExecutionConfiguration) {
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
  @inline(__always)
  func slippageShare(halfSpread: Double, impactScale: Double, rootNotional: Double) -> Double {
    min(slippage * (halfSpread + impactScale * rootNotional), Self.maximumSlippage)
  }

  /// Fill price in USD of an order at a mark.
  ///
  /// - Parameters:
  ///   - row: The instrument in this hour.
  ///   - mark: Price in the middle, USD; `nil` takes the row's.
  ///   - direction: +1 to buy, −1 to sell.
  ///   - notional: Size of the order, USD.
  /// - Returns: USD for one unit.
  @inline(__always)
  func price(_ row: InstrumentHour, mark: Double? = nil, direction: Double, notional: Double) -> Double {
    let share = slippageShare(
      halfSpread: row.halfSpread, impactScale: row.impactScale, rootNotional: notional.squareRoot())
    return (mark ?? row.mark) * (1 + direction * share)
  }

  /// Fee of a fill as a share of its notional.
  func feeRate(_ rules: VenueRules) -> Double {
    feeMultiplier * (paysMakerFee ? rules.makerFee : rules.takerFee)
  }
}
