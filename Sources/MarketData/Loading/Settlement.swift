/// One settlement of funding.
struct Settlement: Equatable {
  /// Hour of the settlement, counted from any common origin.
  var hour: Int
  /// Decimal for one interval; positive: longs pay shorts.
  var rate: Double
  /// Hours of the interval that the rate paid for.
  var intervalHours: Int
}
