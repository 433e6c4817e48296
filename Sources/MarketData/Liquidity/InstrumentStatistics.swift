import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is known of one instrument at each hour: liquidity, volatility and funding, computed once for all.
///
/// Every column has one entry for each hour of the dataset; the entry of hour h uses candles that closed by h (indices
/// below h) and rates settled by h (indices up to h). `nan` where unknown.
public struct InstrumentStatistics: Sendable {
  /// Quote volume of the last 24 closed hours, USD; known only where all 24 have a candle.
  ///
  /// Quote volume of a candle is its base volume times its close.
  public let quoteVolume24h: [Double]
  /// Sample standard deviation of hourly log-returns, close to close, over the last 24 closed hours, as a fraction.
  ///
  /// Known where ``quoteVolume24h`` is.
  public let volatility24h: [Double]
  /// Modelled bid-ask spread, percent of price.
  public let spread: [Double]
  /// Modelled depth of the touched side of the book, USD.
  public let depth: [Double]
  /// Hour of the last settlement up to and including this hour; −1 before the first.
  public let lastSettlement: [Int32]
  /// Mean funding rate for one hour over the settlements of the last 24 hours, as a decimal.
  ///
  /// Settlements stamped in (h − 24, h] count: the sum of their rates over the sum of their intervals. Each pays for
  /// the interval before its stamp, so this is the rate over the hours that were paid for, right also when the interval
  /// changes or a settlement is missing.
  public let hourlyRate24h: [Double]
  /// The same over the last 72 hours.
  public let hourlyRate72h: [Double]
  /// First hour with a candle; `hourCount` where there is none.
  public let firstHour: Int

  /// Statistics of every instrument of a dataset, in its order.
  ///
  /// - Complexity: O(instruments × hours).
  ///
  /// - Precondition: The bars are hours: the windows of 24 and 72 count them.
  public static func compute(for dataset: MarketDataset, liquidity: LiquidityModel) -> [InstrumentStatistics] {
    enforce(
      dataset.barLength == .hour, "statistics of 24 and 72 hours must have bars of 1h, was \(dataset.barLength)")
    return dataset.instruments.map { InstrumentStatistics(of: $0, liquidity: liquidity) }
  }

  /// Hours from `hour` until the next settlement, counted from the last one at its interval; at least 1.
  ///
  /// - Parameters:
  ///   - hour: Of the dataset.
  ///   - interval: Length in hours of the interval last settled.
  /// - Returns: Whole hours.
  func hoursToSettlement(at hour: Int, interval: Double) -> Double {
    let elapsed = Double(hour - Int(lastSettlement[hour]))
    return interval - elapsed.truncatingRemainder(dividingBy: interval)
  }

  init(of series: InstrumentSeries, liquidity: LiquidityModel) {
    let hours = series.close.count
    let returns = Self.logReturns(of: series.close)
    let quote = Self.quoteVolumes(of: series)
    var volume = [Double](repeating: .nan, count: hours)
    var volatility = volume
    for hour in stride(from: 24, to: hours, by: 1) {
      // Summed afresh: a difference of running sums would turn a day without a trade into a rounding error.
      let sum = quote[(hour - 24)..<hour].reduce(0, +)
      guard !sum.isNaN else { continue }
      volume[hour] = sum
      volatility[hour] = returns[(hour - 24)..<hour].sampleStandardDeviation
    }
    quoteVolume24h = volume
    volatility24h = volatility
    spread = volume.map { liquidity.spreadPercent(quoteVolume24h: $0) }
    depth = volume.map { liquidity.depth(quoteVolume24h: $0) }
    firstHour = series.close.firstIndex { !$0.isNaN } ?? hours

    let rates = PrefixSums(of: series.settledRate)
    let intervals = PrefixSums(of: zip(series.intervalHours, series.settledRate).map { $1.isNaN ? .nan : $0 })
    var last: Int32 = -1
    var settlements = [Int32](repeating: -1, count: hours)
    var mean24 = [Double](repeating: .nan, count: hours)
    var mean72 = mean24
    for hour in 0..<hours {
      if !series.settledRate[hour].isNaN { last = Int32(hour) }
      settlements[hour] = last
      mean24[hour] = Self.hourlyRate(rates, intervals, from: hour - 23, to: hour + 1)
      mean72[hour] = Self.hourlyRate(rates, intervals, from: hour - 71, to: hour + 1)
    }
    lastSettlement = settlements
    hourlyRate24h = mean24
    hourlyRate72h = mean72
  }

  private static func hourlyRate(_ rates: PrefixSums, _ intervals: PrefixSums, from start: Int, to end: Int) -> Double {
    let covered = intervals.sum(from: start, to: end)
    return covered > 0 ? rates.sum(from: start, to: end) / covered : .nan
  }

  /// Quote volume of each hour, USD.
  static func quoteVolumes(of series: InstrumentSeries) -> [Double] {
    series.volume.indices.map { series.volume[$0] * series.close[$0] }
  }

  /// Close-to-close log-returns; the entry of an hour needs its own close and the one before.
  private static func logReturns(of closes: [Double]) -> [Double] {
    closes.indices.map { $0 == 0 ? .nan : log(closes[$0] / closes[$0 - 1]) }
  }
}
