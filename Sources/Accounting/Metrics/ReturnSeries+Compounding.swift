import Settings

extension ReturnSeries {
  /// The returns over several bars each: hourly returns to daily ones with 24.
  ///
  /// Tests that take returns as independent are too sure of hourly returns that repeat from hour to hour; over a day much
  /// of that is gone. The oldest returns that fill no such stretch are left out.
  ///
  /// - Parameter bars: Consecutive returns to compound to one; at least 1.
  /// - Returns: Fewer returns, with fewer of them a year.
  public func compounded(over bars: Int) -> ReturnSeries {
    enforce(bars >= 1, "bars must be at least 1, was \(bars)")
    let compounded = stride(from: values.count % bars, to: values.count, by: bars).map { start in
      values[start..<(start + bars)].reduce(1) { $0 * (1 + $1) } - 1
    }
    return ReturnSeries(values: compounded, periodsPerYear: periodsPerYear / Double(bars))
  }
}
