import MarketData
import Trading

/// One ordered pair over a range of hours, for ``HindsightOptimum``.
///
/// A position of quantity q that is entered at i and closed at j earns
/// q·a(j) − q^1.5·c(j) − q·(cost of entry a unit at i + cumulative funding a unit up to i), where a(j) holds the exit
/// prices less half-spreads and fees and the cumulative funding up to j, and c(j) the impact of the exit.
struct HindsightPair {
  /// An entry that can be made.
  private struct Entry {
    /// Best profit before the entry less what the entry costs, USD.
    var value: Double
    /// Base units.
    var quantity: Double
    /// quantity^1.5.
    var impactQuantity: Double
  }

  /// Base units of an entry at each hour; 0 if no entry is possible.
  private let quantities: [Double]
  /// Cash that a unit of an entry costs, with the funding accumulated up to the entry.
  private let entryCosts: [Double]
  /// a(j): cash that a unit of an exit brings, with the funding accumulated up to the exit; −∞ where none is possible.
  private let exitValues: [Double]
  /// c(j): impact of an exit of one unit.
  private let exitImpacts: [Double]
  private var entries: ContiguousArray<Entry> = []

  init(
    _ pair: OpportunityTable.Pair, market: FundingArbitrageMarket, hours: Range<Int>, notional: Double,
    execution: ExecutionConfiguration
  ) {
    let fills = FillModel(execution)
    let longRules = market.rules[market.instruments[pair.long].rules]
    let shortRules = market.rules[market.instruments[pair.short].rules]
    let (longFee, shortFee) = (fills.feeRate(longRules), fills.feeRate(shortRules))
    var quantities = [Double](repeating: 0, count: hours.count)
    var costs = quantities
    var values = [Double](repeating: -.infinity, count: hours.count)
    var impacts = quantities
    var funding = 0.0
    for (index, hour) in hours.enumerated() {
      let long = market.row(pair.long, at: hour)
      let short = market.row(pair.short, at: hour)
      guard long.mark > 0, short.mark > 0 else { continue }
      if !long.settledRate.isNaN { funding -= long.mark * long.settledRate }
      if !short.settledRate.isNaN { funding += short.mark * short.settledRate }

      let isTraded = long.isTraded && short.isTraded
      let isForced = index == hours.count - 1 || long.quote.isFinal || short.quote.isFinal
      if isTraded || isForced && long.quote.isCurrent && short.quote.isCurrent {
        values[index] =
          long.mark * (1 - fills.slippage * long.halfSpread) * (1 - longFee)
          - short.mark * (1 + fills.slippage * short.halfSpread) * (1 + shortFee) + funding
        impacts[index] =
          fills.slippage
          * (long.impactScale * long.mark * long.mark.squareRoot() * (1 - longFee)
            + short.impactScale * short.mark * short.mark.squareRoot() * (1 + shortFee))
      }
      let units = notional / max(long.mark, short.mark)
      if isTraded, notional <= execution.maximumEntryDepthShare * min(long.depth, short.depth),
        units * long.mark >= longRules.minimumNotional, units * short.mark >= shortRules.minimumNotional
      {
        let longPrice = fills.price(long, direction: 1, notional: notional)
        let shortPrice = fills.price(short, direction: -1, notional: notional)
        quantities[index] = notional / max(longPrice, shortPrice)
        costs[index] = longPrice * (1 + longFee) - shortPrice * (1 - shortFee) + funding
      }
    }
    self.quantities = quantities
    entryCosts = costs
    exitValues = values
    exitImpacts = impacts
    entries.reserveCapacity(hours.count)
  }

  /// The best profit of closing at an hour a position of this pair that was entered before; −∞ where none can be.
  func bestExit(at hour: Int) -> Double {
    let (value, impact) = (exitValues[hour], exitImpacts[hour])
    guard value > -.infinity else { return value }
    return entries.withUnsafeBufferPointer { entries in
      var best = -Double.infinity
      for entry in entries {
        best = max(best, entry.value + entry.quantity * value - entry.impactQuantity * impact)
      }
      return best
    }
  }

  /// Adds the entry of an hour, where one is possible, to those that later hours may close.
  ///
  /// - Parameters:
  ///   - hour: Of the market.
  ///   - profit: Best profit of being flat at this hour, USD.
  mutating func enter(at hour: Int, from profit: Double) {
    let quantity = quantities[hour]
    guard quantity > 0 else { return }
    entries.append(
      Entry(
        value: profit - quantity * entryCosts[hour], quantity: quantity,
        impactQuantity: quantity * quantity.squareRoot()))
  }
}
