/// A value at a place of the horizontal axis.
struct ChartPoint: Equatable {
  /// Epoch milliseconds or progress.
  var x: Double
  /// The value, finite.
  var y: Double
}
