/// The simple returns of an equity curve, one a bar (an hour in this library).
public struct ReturnSeries: Sendable, Equatable {
  /// Hours of a year, 365 days.
  public static let hoursPerYear = 8760.0

  /// The returns as decimals, in time order.
  public let values: [Double]
  /// Bars a year by the true bar count: 8760 where the curve is hourly and has no gap.
  public let periodsPerYear: Double

  /// Returns that are already known, as decimals.
  public init(values: [Double], periodsPerYear: Double = hoursPerYear) {
    self.values = values
    self.periodsPerYear = periodsPerYear
  }

  /// The returns from each point of the curve to the next.
  ///
  /// The first return is measured from the initial cash, not from the first point, so that costs paid at the first
  /// stamp count; the product of all (1 + return) is final equity over initial cash. The series ends where
  /// equity is used up, because a return on nothing is undefined.
  ///
  /// - Complexity: O(count of points).
  public init(initialCash: Double, equity: [EquityPoint]) {
    var returns: [Double] = []
    returns.reserveCapacity(equity.count)
    var previous = initialCash
    for point in equity.dropFirst() {
      guard previous > 0 else { break }
      returns.append(point.equity / previous - 1)
      previous = point.equity
    }
    values = returns
    let hours = equity.isEmpty ? 0 : Double(equity[equity.count - 1].timestamp - equity[0].timestamp) / 3_600_000
    periodsPerYear = hours > 0 ? Double(equity.count - 1) / hours * Self.hoursPerYear : Self.hoursPerYear
  }

  /// The annualised Sharpe ratio (Sharpe 1994) against a rate of 0: mean return over its sample standard deviation,
  /// times the root of the bars a year.
  ///
  /// `nil` for fewer than two returns, and where the returns do not vary.
  public var sharpe: Double? {
    guard values.count >= 2 else { return nil }
    let mean = self.mean
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    let deviation = (squares / Double(values.count - 1)).squareRoot()
    guard deviation > Self.roundingFloor else { return nil }
    return mean / deviation * periodsPerYear.squareRoot()
  }

  /// The annualised Sortino ratio (Sortino and Price 1994) with target 0: mean return over the downside deviation
  /// √(Σ min(r, 0)² / n), n counting all returns, times the root of the bars a year.
  ///
  /// `nil` for fewer than two returns, and where no return is negative.
  public var sortino: Double? {
    guard values.count >= 2 else { return nil }
    var squares = 0.0
    for value in values where value < 0 { squares += value * value }
    let deviation = (squares / Double(values.count)).squareRoot()
    guard deviation > Self.roundingFloor else { return nil }
    return mean / deviation * periodsPerYear.squareRoot()
  }

  /// The arithmetic mean; 0 for an empty series.
  public var mean: Double {
    var sum = 0.0
    for value in values { sum += value }
    return values.isEmpty ? 0 : sum / Double(values.count)
  }

  /// Deviations below this are rounding of `equity / previous − 1`, whose error is about 2·10⁻¹⁶.
  private static let roundingFloor = 1e-14
}
