/// The rows of all instruments at one hour, borrowed from the market for the length of a step.
struct HourRows {
  /// Index of the hour.
  let hour: Int
  private let base: UnsafePointer<InstrumentHour>

  /// - Precondition: `rows` holds `instruments` rows for each hour up to `hour`.
  @inline(__always)
  init(_ rows: UnsafeBufferPointer<InstrumentHour>, hour: Int, instruments: Int) {
    let offset = hour * instruments
    precondition(
      offset >= 0 && offset + instruments <= rows.count, "hour must lie within the market, was \(hour)")
    self.hour = hour
    base = rows.baseAddress.unsafelyUnwrapped + offset
  }

  @inline(__always)
  subscript(instrument: Int) -> InstrumentHour {
    unsafeAddress { base + instrument }
  }
}
