extension MarketDataset {
  /// Makes a dataset of aligned series and computes its fingerprint.
  ///
  /// - Complexity: O(instruments × hours).
  public init(
    venues: [String], symbols: [String], start: Int64, hourCount: Int, instruments: [InstrumentSeries], origin: Origin
  ) {
    self.init(
      venues: venues, symbols: symbols, start: start, hourCount: hourCount, instruments: instruments, origin: origin,
      fingerprint: DatasetFingerprint.of(
        venues: venues, symbols: symbols, start: start, hourCount: hourCount, instruments: instruments))
  }
}
