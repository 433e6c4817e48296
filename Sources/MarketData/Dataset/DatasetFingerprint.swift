/// A 64-bit hash of market data, built word by word.
///
/// FNV-1a (Fowler, Noll and Vo) over 64-bit words instead of bytes, with a shift that carries high bits down after
/// each word. Every step is a bijection of the state for a given word and of the word for a given state, so two
/// inputs that differ in a single word never share a fingerprint.
public struct DatasetFingerprint: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of nothing.
  public init() {}

  /// Sixteen hexadecimal digits.
  public var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Takes in 64 bits.
  public mutating func combine(_ word: UInt64) {
    state = (state ^ word) &* 0x0000_0100_0000_01B3
    state ^= state >> 32
  }

  /// Takes in a name, its length first, so that neighbouring names cannot run together.
  public mutating func combine(_ text: String) {
    combine(UInt64(text.utf8.count))
    for byte in text.utf8 { combine(UInt64(byte)) }
  }

  /// Takes in the bits of every value; all NaN are one value.
  public mutating func combine(_ values: [Double]) {
    combine(UInt64(values.count))
    values.withUnsafeBufferPointer { values in
      for value in values { combine(value.isNaN ? Double.nan.bitPattern : value.bitPattern) }
    }
  }

  /// The fingerprint of names, stamps and values; the origin does not enter.
  ///
  /// The length of the bars enters where it is not an hour, optional columns where there are any, and the end of a
  /// listing where it is not the end of the candles within the data: hourly data keep the fingerprint that they had
  /// before there was anything else.
  ///
  /// - Complexity: O(instruments × bars).
  public static func of(
    venues: [String], symbols: [String], grid: TimeGrid, barCount: Int, instruments: [InstrumentSeries]
  ) -> String {
    var hash = DatasetFingerprint()
    for names in [venues, symbols] {
      hash.combine(UInt64(names.count))
      for name in names { hash.combine(name) }
    }
    hash.combine(UInt64(bitPattern: grid.start))
    if grid.barLength != .hour { hash.combine(grid.barLength.description) }
    hash.combine(UInt64(barCount))
    for series in instruments {
      hash.combine(UInt64(series.venue))
      hash.combine(UInt64(series.symbol))
      for column in [
        series.open, series.high, series.low, series.close, series.volume, series.settledRate, series.intervalHours,
      ] { hash.combine(column) }
      for (bar, isImputed) in series.isImputed.enumerated() where isImputed { hash.combine(UInt64(bar)) }
      for (column, values) in series.optional.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        hash.combine(column.rawValue)
        hash.combine(values)
      }
      if series.listedUntil != series.endOfCandles {
        hash.combine("listed until")
        hash.combine(UInt64(bitPattern: Int64(series.listedUntil ?? -1)))
      }
    }
    return hash.hexadecimal
  }
}
