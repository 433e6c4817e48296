extension VenueRules {
  /// Direction of a leg.
  public enum Side: String, Codable, Sendable, CaseIterable {
    /// Bought: gains when the price rises.
    case long
    /// Sold: gains when the price falls.
    case short

    /// +1 for a long, −1 for a short leg.
    public var sign: Double { self == .long ? 1 : -1 }
  }

  /// The tier that a notional falls in: the last whose floor it reaches.
  ///
  /// - Parameter notional: Position value at the mark price, USD, not negative.
  /// - Returns: One row of the table.
  /// - Precondition: The table is not empty.
  /// - Complexity: O(tiers).
  public func tier(at notional: Double) -> MarginTier {
    var found = marginTiers[0]
    for tier in marginTiers.dropFirst() {
      guard tier.floor <= notional else { break }
      found = tier
    }
    return found
  }

  /// Margin, in USD, below which a leg of this notional is liquidated.
  ///
  /// - Parameter notional: Position value at the mark price, USD, not negative.
  /// - Returns: USD.
  public func maintenance(notional: Double) -> Double {
    let tier = tier(at: notional)
    return notional * tier.rate - tier.deduction
  }

  /// The mark price at which the equity of an isolated leg falls to its maintenance margin.
  ///
  /// Binance's formula for one-way isolated positions: (WB + cum − s·q·EP)/(q·MMR − s·q), where the rate MMR and
  /// the deduction cum belong to the tier of the notional *at that price*, not at entry. Maintenance margin is
  /// continuous and convex in the price, so the first tier, in ascending order, whose price does not lie beyond
  /// its own ceiling is the consistent one.
  ///
  /// The price is worse than `entryPrice` for a leg that is solvent at entry; on the other side of it the leg is
  /// below maintenance already.
  ///
  /// - Parameters:
  ///   - side: Direction of the leg.
  ///   - entryPrice: Average fill price, USD, positive.
  ///   - quantity: Base units, positive.
  ///   - walletBalance: Isolated margin of the leg with funding and fees already booked to it, USD.
  /// - Returns: A positive price in USD, or `nil` if no price liquidates the leg: a long whose margin covers its
  ///   whole value, or a short with no positive root.
  /// - Complexity: O(tiers).
  public func liquidationPrice(
    side: Side, entryPrice: Double, quantity: Double, walletBalance: Double
  ) -> Double? {
    let sign = side.sign
    for (index, tier) in marginTiers.enumerated() {
      let price =
        (walletBalance + tier.deduction - sign * quantity * entryPrice)
        / (quantity * tier.rate - sign * quantity)
      let isLast = index == marginTiers.count - 1
      if isLast || price * quantity <= marginTiers[index + 1].floor {
        return price > 0 ? price : nil
      }
    }
    return nil
  }
}
