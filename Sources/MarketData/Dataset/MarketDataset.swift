import Settings

/// Hourly candles and settled funding of several venues on one common hour grid: columnar and immutable.
///
/// Hours are indices from 0; ``timestamp(ofHour:)`` and ``hour(at:)`` convert. ``asOf(_:)`` gives what is known at an hour
/// and cannot return a later row.
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

  /// Milliseconds of an hour.
  public static let millisecondsPerHour: Int64 = 3_600_000

  /// Venue names in alphabetical order.
  public let venues: [String]
  /// Symbols in alphabetical order.
  public let symbols: [String]
  /// Epoch milliseconds (UTC) of hour 0.
  public let start: Int64
  /// Hours on the grid.
  public let hourCount: Int
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
    venues: [String], symbols: [String], start: Int64, hourCount: Int, instruments: [InstrumentSeries],
    origin: Origin, fingerprint: String
  ) {
    enforce(
      instruments.allSatisfy { $0.open.count == hourCount }, "every series must have \(hourCount) hours")
    self.venues = venues
    self.symbols = symbols
    self.start = start
    self.hourCount = hourCount
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

  /// Epoch milliseconds (UTC) of the start of an hour.
  public func timestamp(ofHour hour: Int) -> Int64 { start + Int64(hour) * Self.millisecondsPerHour }

  /// The hour that begins at or before an epoch time in milliseconds; may lie outside the grid.
  public func hour(at timestamp: Int64) -> Int {
    let offset = timestamp - start
    let quotient = offset / Self.millisecondsPerHour
    return Int(offset % Self.millisecondsPerHour < 0 ? quotient - 1 : quotient)
  }
}
