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

  /// A table from its floors, rates and leverages, with the deductions that make the margin continuous.
  ///
  /// Venues publish the deductions too; deriving them leaves nothing to mistype.
  ///
  /// - Parameter steps: Rows in ascending order; the first begins at notional 0.
  /// - Returns: One tier a row.
  public static func table(_ steps: [(floor: Double, rate: Double, maximumLeverage: Double)]) -> [MarginTier] {
    var tiers: [MarginTier] = []
    for step in steps {
      let deduction = tiers.last.map { step.floor * (step.rate - $0.rate) + $0.deduction } ?? 0
      tiers.append(
        MarginTier(
          floor: step.floor, rate: step.rate, deduction: deduction, maximumLeverage: step.maximumLeverage))
    }
    return tiers
  }
}
