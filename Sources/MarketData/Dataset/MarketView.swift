import Settings

/// What is known of a market at the start of one bar, and nothing else.
///
/// At bar t these are known: the opens of t, candles that closed by its start (the bars before t) and rates settled at or
/// before it. Every argument counts back from t, so a later row cannot be named.
public struct MarketView: Sendable {
  private let dataset: MarketDataset
  /// The bar t, an index of the dataset's grid.
  public let bar: Int

  init(_ dataset: MarketDataset, bar: Int) {
    self.dataset = dataset
    self.bar = bar
  }

  /// The open of the current bar in USD, or `nil` if the bar has no candle.
  public func open(of instrument: Int) -> Double? {
    let value = dataset.instruments[instrument].open[bar]
    return value.isNaN ? nil : value
  }

  /// A candle that has closed; one bar ago is the candle that closed just now.
  ///
  /// - Precondition: `barsAgo` ≥ 1: the candle of the current bar is still open.
  /// - Returns: `nil` before the first bar of the grid and where the bar has no candle.
  public func closedCandle(of instrument: Int, barsAgo: Int = 1) -> Candle? {
    enforce(barsAgo >= 1, "barsAgo must be at least 1 for a closed candle, was \(barsAgo)")
    let index = bar - barsAgo
    let series = dataset.instruments[instrument]
    guard index >= 0, !series.open[index].isNaN else { return nil }
    return Candle(
      open: series.open[index], high: series.high[index], low: series.low[index], close: series.close[index],
      volume: series.volume[index])
  }

  /// The newest settled rate, however old, or `nil` if the venue has not settled yet.
  ///
  /// - Complexity: O(bars since that settlement).
  public func lastSettledRate(of instrument: Int) -> SettledRate? {
    let series = dataset.instruments[instrument]
    var index = bar
    while index >= 0 {
      if let rate = settledRate(at: index, of: series) { return rate }
      index -= 1
    }
    return nil
  }

  /// The rates settled in the last `count` bars, the current bar included, oldest first.
  ///
  /// - Precondition: `count` ≥ 0.
  public func settledRates(of instrument: Int, lastBars count: Int) -> [SettledRate] {
    enforce(count >= 0, "lastBars must not be negative, was \(count)")
    let series = dataset.instruments[instrument]
    return (max(0, bar - count + 1)..<bar + 1).compactMap { settledRate(at: $0, of: series) }
  }

  private func settledRate(at index: Int, of series: InstrumentSeries) -> SettledRate? {
    let rate = series.settledRate[index]
    guard !rate.isNaN else { return nil }
    return SettledRate(
      rate: rate, intervalHours: series.intervalHours[index], barsAgo: bar - index,
      isImputed: series.isImputed[index])
  }
}

extension MarketDataset {
  /// What is known at the start of a bar.
  ///
  /// - Precondition: `bar` is on the grid.
  public func asOf(_ bar: Int) -> MarketView {
    enforce((0..<barCount).contains(bar), "bar must be in 0..<\(barCount), was \(bar)")
    return MarketView(self, bar: bar)
  }
}
