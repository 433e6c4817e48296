/// Net profit and duration of the last five closed positions, for the compact observation.
struct RecentTrades: Sendable {
  /// How many are kept.
  static let capacity = 5

  private var profits = SIMD8<Double>.zero
  private var hours = SIMD8<Double>.zero
  /// Positions closed since the reset.
  private(set) var total = 0

  /// Adds a trade in place of the oldest.
  ///
  /// - Parameters:
  ///   - profit: Net profit, percent of the position's size.
  ///   - hours: Time held.
  mutating func append(profit: Double, hours: Int) {
    profits[total % Self.capacity] = profit
    self.hours[total % Self.capacity] = Double(hours)
    total += 1
  }

  private var kept: Double { Double(min(max(total, 1), Self.capacity)) }

  /// Mean net profit, percent of size; 0 without trades.
  var meanProfit: Double { profits.sum() / kept }

  /// Share of trades with a profit; 0 without trades.
  var winRate: Double {
    var wins = 0.0
    for index in 0..<Self.capacity where profits[index] > 0 { wins += 1 }
    return wins / kept
  }

  /// Mean hours held; 0 without trades.
  var meanHours: Double { hours.sum() / kept }
}
