/// The prices and the volume of one hour.
public struct Candle: Sendable, Equatable {
  /// First price of the hour, USD.
  public let open: Double
  /// Highest price of the hour, USD.
  public let high: Double
  /// Lowest price of the hour, USD.
  public let low: Double
  /// Last price of the hour, USD.
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
