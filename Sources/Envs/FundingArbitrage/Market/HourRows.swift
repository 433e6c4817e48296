import Settings

/// The rows of all instruments at one hour, borrowed from the market for the length of a step.
struct HourRows {
  /// Index of the hour.
  let hour: Int
  private let rows: UnsafeBufferPointer<InstrumentHour>
  private let hourCount: Int

  /// - Precondition: `rows` holds `hourCount` rows for each instrument, and `hour` is one of them.
  @inline(__always)
  init(_ rows: UnsafeBufferPointer<InstrumentHour>, hour: Int, hourCount: Int) {
    enforce((0..<hourCount).contains(hour), "hour must be in 0..<\(hourCount), was \(hour)")
    self.rows = rows
    self.hour = hour
    self.hourCount = hourCount
  }

  @inline(__always)
  subscript(instrument: Int) -> InstrumentHour {
    rows[instrument * hourCount + hour]
  }
}
