extension MarketDataset {
  /// The first hour that begins at or after an epoch time in milliseconds; may lie outside the grid.
  public func firstHour(atOrAfter timestamp: Int64) -> Int {
    let hour = hour(at: timestamp)
    return self.timestamp(ofHour: hour) == timestamp ? hour : hour + 1
  }

  /// Whether any instrument has a candle in a range of hours.
  ///
  /// - Precondition: The range lies on the grid.
  public func hasCandles(in hours: Range<Int>) -> Bool {
    instruments.contains { series in hours.contains { !series.open[$0].isNaN } }
  }
}
