import MarketData

/// What one set of venue rules means for one account: fees as charged, and the largest leg that keeps the buffer.
public struct RuleLimits: Sendable {
  /// Fee of a fill, as a share of notional.
  public let feeRate: Double
  /// Liquidation fee, as a share of notional.
  public let liquidationFeeRate: Double
  /// Largest notional of a long leg, USD.
  public let largestLong: Double
  /// Largest notional of a short leg, USD.
  public let largestShort: Double

  /// The limits that rules set to an account of some settings.
  public init(_ rules: VenueRules, trading: TradingConfig, fills: FillModel) {
    feeRate = fills.feeRate(rules)
    liquidationFeeRate = fills.feeMultiplier * rules.liquidationFee
    largestLong = rules.largestNotional(side: .long, keeping: trading)
    largestShort = rules.largestNotional(side: .short, keeping: trading)
  }
}

extension VenueRules {
  /// The largest leg, in USD at its entry price, whose liquidation is at least the buffer away when it is opened
  /// and whose leverage the venue allows.
  ///
  /// A leg of notional N and margin N/leverage survives a move of the price by the share b against it as long as
  /// N/leverage − b·N covers the maintenance margin f(M) of M = (1 ∓ b)·N. As f is convex with f(0) = 0, f(M)/M
  /// grows with M, so that one root bounds N.
  ///
  /// - Complexity: O(tiers).
  public func largestNotional(side: Side, keeping trading: TradingConfig) -> Double {
    let buffer = trading.liquidationBuffer
    let moved = 1 - side.sign * buffer
    let allowedRate = (1 / trading.leverage - buffer) / moved
    var limit = Double.infinity
    for (index, tier) in marginTiers.enumerated() where tier.rate > allowedRate {
      let movedNotional = tier.deduction / (tier.rate - allowedRate)
      let ceiling = index + 1 < marginTiers.count ? marginTiers[index + 1].floor : .infinity
      guard movedNotional <= ceiling else { continue }
      limit = movedNotional / moved
      break
    }
    if let tooFar = marginTiers.first(where: { $0.maximumLeverage < trading.leverage }) {
      limit = min(limit, tooFar.floor)
    }
    return limit
  }
}
