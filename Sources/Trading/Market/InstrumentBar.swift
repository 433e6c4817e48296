/// One instrument at one bar: all that booking and filling need, in one cache line.
public struct InstrumentBar: Sendable, Equatable {
  /// Mark price at the start of the bar, USD: the open, or the last known price where the bar has no candle;
  /// `nan` before the first.
  public var mark: Double
  /// Highest price of the bar, USD; the mark where the bar has no candle.
  ///
  /// Known one bar later.
  public var high: Double
  /// Lowest price of the bar, USD; the mark where the bar has no candle.
  ///
  /// Known one bar later.
  public var low: Double
  /// Funding rate settled at the start of the bar, decimal for its interval; `nan` where none is.
  public var settledRate: Double
  /// Half of the modelled spread, as a share of price.
  public var halfSpread: Double
  /// Modelled depth of the touched side, USD.
  public var depth: Double
  /// Modelled impact of an order of 1 USD, as a share of price; that of N USD is √N times as much.
  public var impactScale: Double
  /// Last settled rate over its interval: decimal for one hour.
  public var hourlyRate: Float
  /// Whether the bar has trades.
  ///
  /// It decides about fills and nothing else: it is known one bar later.
  public var isTraded: Bool
  /// Where the mark comes from.
  public var quote: Quote

  /// Where a mark comes from.
  public enum Quote: UInt8, Sendable {
    /// The open of the bar's candle.
    case open
    /// An earlier candle, of an instrument that is still listed: a gap, or a candle that has not arrived yet.
    case carried
    /// The close of the last candle, one bar ago: the instrument is listed until here.
    case ended
    /// The close of the last candle, longer ago: the instrument is no longer listed.
    case gone

    /// Whether the mark is a price of this moment.
    ///
    /// Only such marks may be set against each other.
    @inlinable @inline(__always)
    public var isCurrent: Bool { self == .open || self == .ended }

    /// Whether nothing will ever be quoted again.
    @inlinable @inline(__always)
    public var isFinal: Bool { self == .ended || self == .gone }
  }

  /// A row from its values.
  public init(
    mark: Double, high: Double, low: Double, settledRate: Double, halfSpread: Double, depth: Double,
    impactScale: Double, hourlyRate: Float, isTraded: Bool, quote: Quote
  ) {
    self.mark = mark
    self.high = high
    self.low = low
    self.settledRate = settledRate
    self.halfSpread = halfSpread
    self.depth = depth
    self.impactScale = impactScale
    self.hourlyRate = hourlyRate
    self.isTraded = isTraded
    self.quote = quote
  }
}
