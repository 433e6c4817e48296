import Settings

/// What a venue charges and demands for one kind of contract.
public struct VenueRules: Configuration {
  /// Fee of a resting order, as a share of notional (0.0002 is 2 basis points).
  public var makerFee: Double
  /// Fee of a market order, as a share of notional.
  public var takerFee: Double
  /// Least notional of an order, USD.
  public var minimumNotional: Double
  /// Charged on the notional of a liquidated leg, as a share; at most the margin that is left.
  public var liquidationFee: Double
  /// Maintenance margin by notional, ascending.
  public var marginTiers: [MarginTier]

  /// The rules of a venue.
  public init(
    makerFee: Double, takerFee: Double, minimumNotional: Double, liquidationFee: Double, marginTiers: [MarginTier]
  ) {
    self.makerFee = makerFee
    self.takerFee = takerFee
    self.minimumNotional = minimumNotional
    self.liquidationFee = liquidationFee
    self.marginTiers = marginTiers
  }

  public func validate() throws(ConfigurationError) {
    try require((0..<0.1).contains(makerFee), "makerFee", must: "be in 0..<0.1", found: makerFee)
    try require((0..<0.1).contains(takerFee), "takerFee", must: "be in 0..<0.1", found: takerFee)
    try require(minimumNotional >= 0, "minimumNotional", must: "not be negative", found: minimumNotional)
    try require((0..<0.2).contains(liquidationFee), "liquidationFee", must: "be in 0..<0.2", found: liquidationFee)
    try require(marginTiers.first?.floor == 0, "marginTiers", must: "begin at notional 0", found: marginTiers.count)
  }
}

/// One step of a maintenance-margin table.
///
/// Maintenance margin of a notional N in this tier is N·rate − deduction; the deduction makes it continuous:
/// dₙ = floorₙ·(rateₙ − rateₙ₋₁) + dₙ₋₁.
public struct MarginTier: Codable, Sendable, Equatable {
  /// Notional from which the tier applies, USD.
  public var floor: Double
  /// Maintenance margin rate, as a share of notional.
  public var rate: Double
  /// Maintenance amount deducted, USD.
  public var deduction: Double
  /// Highest leverage allowed in the tier.
  public var maximumLeverage: Double

  /// A tier from its row.
  public init(floor: Double, rate: Double, deduction: Double, maximumLeverage: Double) {
    self.floor = floor
    self.rate = rate
    self.deduction = deduction
    self.maximumLeverage = maximumLeverage
  }
}
