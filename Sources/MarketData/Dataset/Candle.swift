/// The prices and the volume of one bar.
public struct Candle: Sendable, Equatable {
  /// First price of the bar, USD.
  public let open: Double
  /// Highest price of the bar, USD.
  public let high: Double
  /// Lowest price of the bar, USD.
  public let low: Double
  /// Last price of the bar, USD.
  public let close: Double
  /// Traded quantity, units of the base coin.
  public let volume: Double

  /// A candle from its five values.
  public init(open: Double, high: Double, low: Double, close: Double, volume: Double) {
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}
