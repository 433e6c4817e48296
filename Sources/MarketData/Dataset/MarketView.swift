import Settings

/// What is known of a market at one hour, and nothing else.
///
/// At hour t these are known: the opens of t, candles that closed by t (the hours before t) and rates settled at or
/// before t. Every argument counts back from t, so a later row cannot be named.
public struct MarketView: Sendable {
  private let dataset: MarketDataset
  /// The hour t, an index of the dataset's grid.
  public let hour: Int

  init(_ dataset: MarketDataset, hour: Int) {
    self.dataset = dataset
    self.hour = hour
  }

  /// The open of the current hour in USD, or `nil` if the hour has no candle.
  public func open(of instrument: Int) -> Double? {
    let value = dataset.instruments[instrument].open[hour]
    return value.isNaN ? nil : value
  }

  /// A candle that has closed; one hour ago is the candle that closed just now.
  ///
  /// - Precondition: `hoursAgo` ≥ 1: the candle of the current hour is still open.
  /// - Returns: `nil` before the first hour of the grid and where the hour has no candle.
  public func closedCandle(of instrument: Int, hoursAgo: Int = 1) -> Candle? {
    enforce(hoursAgo >= 1, "hoursAgo must be at least 1 for a closed candle, was \(hoursAgo)")
    let index = hour - hoursAgo
    let series = dataset.instruments[instrument]
    guard index >= 0, !series.open[index].isNaN else { return nil }
    return Candle(
      open: series.open[index], high: series.high[index], low: series.low[index], close: series.close[index],
      volume: series.volume[index])
  }

  /// The newest settled rate, however old, or `nil` if the venue has not settled yet.
  ///
  /// - Complexity: O(hours since that settlement).
  public func lastSettledRate(of instrument: Int) -> SettledRate? {
    let series = dataset.instruments[instrument]
    var index = hour
    while index >= 0 {
      if let rate = settledRate(at: index, of: series) { return rate }
      index -= 1
    }
    return nil
  }

  /// The rates settled in the last `count` hours, the current hour included, oldest first.
  ///
  /// - Precondition: `count` ≥ 0.
  public func settledRates(of instrument: Int, lastHours count: Int) -> [SettledRate] {
    enforce(count >= 0, "lastHours must not be negative, was \(count)")
    let series = dataset.instruments[instrument]
    return (max(0, hour - count + 1)..<hour + 1).compactMap { settledRate(at: $0, of: series) }
  }

  private func settledRate(at index: Int, of series: InstrumentSeries) -> SettledRate? {
    let rate = series.settledRate[index]
    guard !rate.isNaN else { return nil }
    return SettledRate(
      rate: rate, intervalHours: series.intervalHours[index], hoursAgo: hour - index,
      isImputed: series.isImputed[index])
  }
}

extension MarketDataset {
  /// What is known at an hour.
  ///
  /// - Precondition: `hour` is on the grid.
  public func asOf(_ hour: Int) -> MarketView {
    enforce((0..<hourCount).contains(hour), "hour must be in 0..<\(hourCount), was \(hour)")
    return MarketView(self, hour: hour)
  }
}
