extension MarketDataset {
  /// Makes a dataset of aligned series and computes its fingerprint.
  ///
  /// - Parameters:
  ///   - venues: Names in alphabetical order.
  ///   - symbols: Names in alphabetical order.
  ///   - start: Epoch milliseconds (UTC) of bar 0, a multiple of the length.
  ///   - barLength: Length of every bar.
  ///   - barCount: Bars on the grid.
  ///   - instruments: One series for each symbol and venue that has data, ordered by venue, then symbol.
  ///   - origin: Where the rows came from.
  /// - Complexity: O(instruments × bars).
  public init(
    venues: [String], symbols: [String], start: Int64, barLength: BarLength = .hour, barCount: Int,
    instruments: [InstrumentSeries], origin: Origin
  ) {
    let grid = TimeGrid(start: start, barLength: barLength)
    self.init(
      venues: venues, symbols: symbols, grid: grid, barCount: barCount, instruments: instruments, origin: origin,
      fingerprint: DatasetFingerprint.of(
        venues: venues, symbols: symbols, grid: grid, barCount: barCount, instruments: instruments))
  }
}
