import Settings

/// Candles and settled funding of several venues on one common grid of bars: columnar and immutable.
///
/// Bars have one length, from a minute to a day. They are indices from 0; ``timestamp(ofBar:)`` and ``bar(at:)`` convert.
/// ``asOf(_:)`` gives what is known at the start of a bar and cannot return a later row.
public struct MarketDataset: Sendable {
  /// Where the rows came from.
  ///
  /// Every output that shows results names it.
  public enum Origin: Sendable, Equatable {
    /// Read from files of this folder.
    case files(String)
    /// Generated from a seed.
    case synthetic(seed: UInt64)
  }

  /// Venue names in alphabetical order.
  public let venues: [String]
  /// Symbols in alphabetical order.
  public let symbols: [String]
  /// First bar and length of the bars.
  public let grid: TimeGrid
  /// Bars on the grid.
  public let barCount: Int
  /// One series for each symbol and venue that has data, ordered by venue, then symbol.
  ///
  /// Indices into this array name instruments everywhere in the library.
  public let instruments: [InstrumentSeries]
  /// Where the rows came from.
  public let origin: Origin
  /// A hash of every name, stamp and value, in hexadecimal; equal for equal data.
  public let fingerprint: String

  private let instrumentIndex: [Int]

  /// Makes a dataset of aligned series.
  public init(
    venues: [String], symbols: [String], grid: TimeGrid, barCount: Int, instruments: [InstrumentSeries],
    origin: Origin, fingerprint: String
  ) {
    enforce(instruments.allSatisfy { $0.open.count == barCount }, "every series must have \(barCount) bars")
    self.venues = venues
    self.symbols = symbols
    self.grid = grid
    self.barCount = barCount
    self.instruments = instruments
    self.origin = origin
    self.fingerprint = fingerprint
    var index = [Int](repeating: -1, count: venues.count * symbols.count)
    for (position, series) in instruments.enumerated() {
      index[series.venue * symbols.count + series.symbol] = position
    }
    instrumentIndex = index
  }

  /// The instrument of a venue and a symbol, or `nil` if the venue does not list it.
  public func instrument(venue: Int, symbol: Int) -> Int? {
    let index = instrumentIndex[venue * symbols.count + symbol]
    return index < 0 ? nil : index
  }

  /// Epoch milliseconds (UTC) of bar 0.
  public var start: Int64 { grid.start }

  /// Length of every bar.
  public var barLength: BarLength { grid.barLength }

  /// Epoch milliseconds (UTC) of the start of a bar.
  public func timestamp(ofBar bar: Int) -> Int64 { grid.timestamp(ofBar: bar) }

  /// The bar that covers an epoch time in milliseconds; may lie outside the grid.
  public func bar(at timestamp: Int64) -> Int { grid.bar(at: timestamp) }

  /// The first bar that begins at or after an epoch time in milliseconds; may lie outside the grid.
  public func firstBar(atOrAfter timestamp: Int64) -> Int { grid.firstBar(atOrAfter: timestamp) }

  /// Whether any instrument has a candle in a range of bars.
  ///
  /// - Precondition: The range lies on the grid.
  public func hasCandles(in bars: Range<Int>) -> Bool {
    instruments.contains { series in bars.contains { !series.open[$0].isNaN } }
  }
}
