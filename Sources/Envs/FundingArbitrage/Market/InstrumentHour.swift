/// One instrument at one hour: all that booking and filling need, in one cache line.
struct InstrumentHour: Sendable {
  /// Mark price at the start of the hour, USD: the open, or the last known price where the hour has no candle;
  /// `nan` before the first.
  var mark: Double
  /// Highest price of the hour, USD; the mark where the hour has no candle.
  ///
  /// Known one hour later.
  var high: Double
  /// Lowest price of the hour, USD; the mark where the hour has no candle.
  ///
  /// Known one hour later.
  var low: Double
  /// Funding rate settled at the start of the hour, decimal for its interval; `nan` where none is.
  var settledRate: Double
  /// Half of the modelled spread, as a share of price.
  var halfSpread: Double
  /// Modelled depth of the touched side, USD.
  var depth: Double
  /// Modelled impact of an order of 1 USD, as a share of price; that of N USD is √N times as much.
  var impactScale: Double
  /// Last settled rate over its interval: decimal for one hour.
  var hourlyRate: Float
  /// Whether the hour has trades.
  ///
  /// It decides about fills and nothing else: it is known one hour later.
  var isTraded: Bool
  /// Where the mark comes from.
  var quote: Quote

  /// Where a mark comes from.
  enum Quote: UInt8 {
    /// The open of the hour's candle.
    case open
    /// An earlier candle, with later ones to come: a gap.
    case carried
    /// The close of the last candle, one hour ago: the venue's history ends here.
    case ended
    /// The close of the last candle, longer ago.
    case gone

    /// Whether the mark is a price of this moment.
    ///
    /// Only such marks may be set against each other.
    @inline(__always)
    var isCurrent: Bool { self == .open || self == .ended }

    /// Whether nothing will ever be quoted again.
    @inline(__always)
    var isFinal: Bool { self == .ended || self == .gone }
  }

  /// Funding of a pair at the last settled rates, percent of notional for 8 hours.
  @inline(__always)
  static func fundProfit8h(long: InstrumentHour, short: InstrumentHour) -> Double {
    800 * Double(short.hourlyRate - long.hourlyRate)
  }
}
