import Settings

/// The rows of all instruments at one bar, borrowed from whoever keeps them: a compiled market, or a ``BarWindow``.
public struct BarRows {
  /// Index of the bar; counted on from the first bar ever, whatever of it is still kept.
  public let bar: Int
  /// Instruments that have a row.
  public let instrumentCount: Int
  @usableFromInline let rows: UnsafeBufferPointer<InstrumentBar>
  @usableFromInline let offset: Int
  @usableFromInline let stride: Int

  /// The rows of a bar in a table of rows.
  ///
  /// - Parameters:
  ///   - rows: The table; valid as long as the value is used.
  ///   - bar: Index of the bar.
  ///   - offset: Place of the row of instrument 0.
  ///   - stride: Distance from the row of an instrument to that of the next.
  ///   - instrumentCount: Instruments that have a row.
  package init(
    _ rows: UnsafeBufferPointer<InstrumentBar>, bar: Int, offset: Int, stride: Int, instrumentCount: Int
  ) {
    enforce(
      instrumentCount > 0 && offset >= 0 && stride >= 0 && offset + stride * (instrumentCount - 1) < rows.count,
      "bar \(bar) must have \(instrumentCount) of \(rows.count) rows")
    self.rows = rows
    self.bar = bar
    self.offset = offset
    self.stride = stride
    self.instrumentCount = instrumentCount
  }

  /// The row of an instrument.
  ///
  /// - Precondition: The instrument is one of ``instrumentCount``.
  @inlinable @inline(__always)
  public subscript(instrument: Int) -> InstrumentBar {
    precondition(instrument >= 0 && instrument < instrumentCount)
    return rows[instrument * stride + offset]
  }
}
