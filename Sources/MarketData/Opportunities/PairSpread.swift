/// The history of the price spread between the legs of a pair: (short − long)/long·100, on closes.
struct PairSpread: Sendable {
  private let percent: [Double]
  private let sums: PrefixSums

  init(long: InstrumentSeries, short: InstrumentSeries) {
    let longs = long.close
    let shorts = short.close
    percent = longs.indices.map { (shorts[$0] - longs[$0]) / longs[$0] * 100 }
    sums = PrefixSums(of: percent)
  }

  /// Mean over those of the last `window` closed hours in which both legs have a candle; `nan` without one.
  func mean(at hour: Int, window: Int) -> Double {
    sums.mean(from: hour - window, to: hour)
  }

  /// Sample standard deviation over the last `window` closed hours.
  func standardDeviation(at hour: Int, window: Int) -> Double {
    percent[max(0, hour - window)..<hour].sampleStandardDeviation
  }
}
