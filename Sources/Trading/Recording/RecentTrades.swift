/// Net profit and duration of the last five closed positions, for observations.
public struct RecentTrades: Sendable {
  /// How many are kept.
  public static let capacity = 5

  private var profits = SIMD8<Double>.zero
  private var bars = SIMD8<Double>.zero
  /// Positions closed since the reset.
  public private(set) var total = 0

  /// No trades.
  public init() {}

  /// Adds a trade in place of the oldest.
  ///
  /// - Parameters:
  ///   - profit: Net profit, percent of the position's size.
  ///   - bars: Bars held.
  public mutating func append(profit: Double, bars: Int) {
    profits[total % Self.capacity] = profit
    self.bars[total % Self.capacity] = Double(bars)
    total += 1
  }

  private var kept: Double { Double(min(max(total, 1), Self.capacity)) }

  /// Mean net profit, percent of size; 0 without trades.
  public var meanProfit: Double { profits.sum() / kept }

  /// Share of trades with a profit; 0 without trades.
  public var winRate: Double {
    var wins = 0.0
    for index in 0..<Self.capacity where profits[index] > 0 { wins += 1 }
    return wins / kept
  }

  /// Mean bars held; 0 without trades.
  public var meanBars: Double { bars.sum() / kept }
}
