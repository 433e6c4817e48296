import MarketData
import Settings
import Trading

/// The most that anyone could have earned with hindsight, symbol by symbol: the ceiling of every policy.
///
/// For each symbol it finds the best sequence of positions of one fixed size, one at a time, over all ordered venue
/// pairs, at the same fills, fees and funding as ``FundingArbitrageEnvironment`` with
/// `PositionSizing.fixedNotional`: no entry or exit in hours without trades, no entry beyond the depth share or
/// below the least notional, funding from the hour after the entry on, everything closed at the end.
///
/// It is a bound for accounts that are never liquidated: it neither knows margin nor the limit that a liquidation sets
/// to a loss, and it may close and reopen in the same hour.
public struct HindsightOptimum: Sendable, Equatable {
  /// The optimum of one symbol.
  public struct SymbolProfit: Sendable, Equatable {
    /// Name of the symbol.
    public let symbol: String
    /// Net profit of the best sequence of positions, USD; 0 where holding nothing is best.
    public let profit: Double
  }

  /// One entry for each symbol of the market, in its order.
  public let symbols: [SymbolProfit]

  /// Sum over all symbols, USD: what an account without limits on positions or capital would have earned.
  public var totalProfit: Double { symbols.reduce(0) { $0 + $1.profit } }

  /// Solves every symbol by dynamic programming over the hours.
  ///
  /// V(j), the best profit of being flat at hour j, is the larger of V(j−1) and, over pairs and entry hours i < j,
  /// V(i) + profit(i → j). The entry hour stays in the recursion because the base quantity, and with it the impact of
  /// the exit, follows from the price at entry.
  ///
  /// - Parameters:
  ///   - market: Prices, rates and costs.
  ///   - hours: Hours that may be used; the last one closes everything.
  ///   - notional: Size of every position, USD.
  ///   - execution: Fees and slippage, as the environment has them.
  /// - Returns: The best profit, in all and by symbol.
  /// - Complexity: O(pairs × hours²).
  public static func solve(
    market: FundingArbitrageMarket, hours: Range<Int>, notional: Double, execution: ExecutionConfiguration
  ) -> HindsightOptimum {
    enforce(
      hours.lowerBound >= 0 && hours.upperBound <= market.hourCount && !hours.isEmpty,
      "hours must lie in 0..<\(market.hourCount), was \(hours)")
    let profits = market.symbols.enumerated().map { index, name in
      let pairs = market.pairs.filter { $0.symbol == index }.map {
        HindsightPair($0, market: market, hours: hours, notional: notional, execution: execution)
      }
      return SymbolProfit(symbol: name, profit: bestProfit(pairs, hours: hours.count))
    }
    return HindsightOptimum(symbols: profits)
  }

  private static func bestProfit(_ pairs: [HindsightPair], hours: Int) -> Double {
    var pairs = pairs
    var best = 0.0
    for hour in 0..<hours {
      for index in pairs.indices {
        best = max(best, pairs[index].bestExit(at: hour))
      }
      for index in pairs.indices {
        pairs[index].enter(at: hour, from: best)
      }
    }
    return best
  }
}
