import Settings
import TextFormats

/// What was found in market data, what was repaired by which rule, and what was left out.
public struct QualityReport: Sendable, Equatable {
  /// A symbol of a venue that did not enter the dataset.
  public struct LeftOut: Sendable, Equatable {
    /// Why it could not be used.
    public enum Reason: String, Sendable {
      /// There is a funding file, but no candle file.
      case noCandleFile = "no candle file"
      /// There is a candle file, but no funding file.
      case noFundingFile = "no funding file"
      /// Both files exist, but no candle lies in the window.
      case noCandlesInWindow = "no candles in the window"
    }

    /// Name of the venue.
    public let venue: String
    /// Name of the symbol.
    public let symbol: String
    /// Why it could not be used.
    public let reason: Reason
  }

  /// Where the data came from.
  public let origin: MarketDataset.Origin
  /// Fingerprint of the dataset.
  public let fingerprint: String
  /// Start of the grid.
  public let start: UTCTimestamp
  /// Bars of the grid.
  public let barCount: Int
  /// Length of every bar.
  public let barLength: BarLength
  /// One entry for each instrument, in the order of the dataset.
  public let instruments: [InstrumentQuality]
  /// Symbols on one venue only: they stay in the dataset, but no pair can be made of them.
  public let singleVenueSymbols: [String]
  /// What was in the folder and could not be used.
  public let leftOut: [LeftOut]

  /// The rules by which rows are repaired or refused, one sentence each.
  public static let rules = [
    "exact duplicates of the row before are dropped; the same stamp with other values is refused",
    "hours without a candle stay missing: nothing can be filled or valued there",
    "a settlement is missing where the interval of the row before says it was due; a change of interval is no gap",
    "a missing settlement takes the rate before it, at most \(AbsentSettlement.imputedRun) in a row; further ones"
      + " stay missing",
    "a candle of volume 0 is kept, but nothing can be filled in it",
    "an instrument needs candles and funding; with one of the two it is left out",
    "a symbol on one venue only is kept, but makes no pair",
  ]

  /// Counts the rows of a dataset.
  ///
  /// - Parameters:
  ///   - dataset: Any dataset, loaded or synthetic.
  ///   - duplicateRowsDropped: One number for each instrument; empty means none.
  ///   - leftOut: What the folder holds besides.
  /// - Complexity: O(instruments × bars).
  public init(of dataset: MarketDataset, duplicateRowsDropped: [Int] = [], leftOut: [LeftOut] = []) {
    enforce(
      duplicateRowsDropped.isEmpty || duplicateRowsDropped.count == dataset.instruments.count,
      "duplicateRowsDropped must have \(dataset.instruments.count) entries, was \(duplicateRowsDropped.count)")
    origin = dataset.origin
    fingerprint = dataset.fingerprint
    start = UTCTimestamp(dataset.start)
    barCount = dataset.barCount
    barLength = dataset.barLength
    instruments = dataset.instruments.enumerated().map { index, series in
      InstrumentQuality(
        series, of: dataset, duplicateRowsDropped: duplicateRowsDropped.isEmpty ? 0 : duplicateRowsDropped[index])
    }
    singleVenueSymbols = dataset.symbols.indices
      .filter { symbol in dataset.instruments.count { $0.symbol == symbol } == 1 }
      .map { dataset.symbols[$0] }
    self.leftOut = leftOut
  }
}
