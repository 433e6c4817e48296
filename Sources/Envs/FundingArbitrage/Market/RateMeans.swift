import Trading

/// What an instrument settled over the last day and the last three, decimal for one hour.
///
/// The sum of the rates stamped in (h − hours, h] over the hours: settlements that are missing count as nothing paid.
struct RateMeans: Sendable, Equatable {
  /// Mean over the last 24 hours.
  var day: Float = 0
  /// Mean over the last 72 hours.
  var threeDays: Float = 0

  /// The means of every row, row-major [instrument × hour].
  ///
  /// - Complexity: O(rows).
  static func compute(_ rows: ContiguousArray<InstrumentBar>, hourCount: Int) -> ContiguousArray<RateMeans> {
    var means = ContiguousArray(repeating: RateMeans(), count: rows.count)
    var sums = [Double](repeating: 0, count: hourCount + 1)
    for first in stride(from: 0, to: rows.count, by: max(hourCount, 1)) {
      for hour in 0..<hourCount {
        let rate = rows[first + hour].settledRate
        sums[hour + 1] = sums[hour] + (rate.isNaN ? 0 : rate)
        means[first + hour].day = Float((sums[hour + 1] - sums[max(0, hour - 23)]) / 24)
        means[first + hour].threeDays = Float((sums[hour + 1] - sums[max(0, hour - 71)]) / 72)
      }
    }
    return means
  }
}
