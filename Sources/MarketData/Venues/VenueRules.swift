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

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require((0..<0.1).contains(makerFee), "makerFee", must: "be in 0..<0.1", found: makerFee)
    try require((0..<0.1).contains(takerFee), "takerFee", must: "be in 0..<0.1", found: takerFee)
    try require(minimumNotional >= 0, "minimumNotional", must: "not be negative", found: minimumNotional)
    try require((0..<0.2).contains(liquidationFee), "liquidationFee", must: "be in 0..<0.2", found: liquidationFee)
    try require(!marginTiers.isEmpty, "marginTiers", must: "have at least one tier", found: marginTiers.count)
    var previous: MarginTier?
    for (index, tier) in marginTiers.enumerated() {
      try validate(tier, after: previous, named: "marginTiers[\(index)]")
      previous = tier
    }
  }

  private func validate(
    _ tier: MarginTier, after previous: MarginTier?, named name: String
  ) throws(ConfigurationError) {
    try require((0..<1).contains(tier.rate), "\(name).rate", must: "be in 0..<1", found: tier.rate)
    try require(
      tier.maximumLeverage >= 1, "\(name).maximumLeverage", must: "be at least 1", found: tier.maximumLeverage)
    guard let previous else {
      try require(tier.floor == 0, "\(name).floor", must: "be 0", found: tier.floor)
      try require(tier.deduction == 0, "\(name).deduction", must: "be 0", found: tier.deduction)
      return
    }
    try require(
      tier.floor > previous.floor, "\(name).floor", must: "be above \(previous.floor)", found: tier.floor)
    try require(tier.rate >= previous.rate, "\(name).rate", must: "be at least \(previous.rate)", found: tier.rate)
    let expected = tier.floor * (tier.rate - previous.rate) + previous.deduction
    try require(
      abs(tier.deduction - expected) <= 1e-6 * max(1, expected), "\(name).deduction",
      must: "be \(expected), which keeps the margin continuous", found: tier.deduction)
  }
}
