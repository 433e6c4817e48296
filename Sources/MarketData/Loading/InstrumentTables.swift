/// The checked rows of one symbol on one venue before they are laid on a grid; hours count from the epoch.
struct InstrumentTables {
  let venue: String
  let symbol: String
  let candles: CandleTable
  let funding: FundingTable

  init(_ entry: MarketFolder.Entry, in folder: MarketFolder) throws(MarketDataError) {
    venue = entry.venue
    symbol = entry.symbol
    let candlePath = MarketFolder.path(MarketFolder.candles, venue: venue, symbol: symbol)
    candles = try folder.bytes(of: candlePath).withUnsafeBufferPointer { (bytes) throws(MarketDataError) in
      try CandleTable(bytes, file: candlePath)
    }
    let fundingPath = MarketFolder.path(MarketFolder.funding, venue: venue, symbol: symbol)
    funding = try folder.bytes(of: fundingPath).withUnsafeBufferPointer { (bytes) throws(MarketDataError) in
      try FundingTable(bytes, file: fundingPath)
    }
  }

  var duplicateRowsDropped: Int { candles.duplicatesDropped + funding.duplicatesDropped }

  /// First and last hour of any row, as a closed range.
  var span: ClosedRange<Int> {
    let firsts = [candles.hours.first, funding.settlements.first?.hour].compactMap(\.self)
    let lasts = [candles.hours.last, funding.settlements.last?.hour].compactMap(\.self)
    return (firsts.min() ?? 0)...(lasts.max() ?? 0)
  }

  func hasCandles(in window: Range<Int>) -> Bool { candles.hours.contains { window.contains($0) } }

  /// Lays the rows on the hours of a window; settlements are repaired first, so that a gap across the edge of the
  /// window is judged with the rows before it.
  func series(on window: Range<Int>, venue: Int, symbol: Int) -> InstrumentSeries {
    let blank = [Double](repeating: .nan, count: window.count)
    var (open, high, low, close, volume, rates, intervals) = (blank, blank, blank, blank, blank, blank, blank)
    var isImputed = [Bool](repeating: false, count: window.count)
    for (row, hour) in candles.hours.enumerated() where window.contains(hour) {
      let index = hour - window.lowerBound
      open[index] = candles.open[row]
      high[index] = candles.high[row]
      low[index] = candles.low[row]
      close[index] = candles.close[row]
      volume[index] = candles.volume[row]
    }
    for settlement in funding.settlements where window.contains(settlement.hour) {
      rates[settlement.hour - window.lowerBound] = settlement.rate
      intervals[settlement.hour - window.lowerBound] = Double(settlement.intervalHours)
    }
    for absence in Settlement.absences(in: funding.settlements, through: candles.hours.last ?? 0)
    where absence.isImputed && window.contains(absence.hour) {
      rates[absence.hour - window.lowerBound] = absence.previous.rate
      intervals[absence.hour - window.lowerBound] = Double(absence.previous.intervalHours)
      isImputed[absence.hour - window.lowerBound] = true
    }
    return InstrumentSeries(
      venue: venue, symbol: symbol, open: open, high: high, low: low, close: close, volume: volume, settledRate: rates,
      intervalHours: intervals, isImputed: isImputed)
  }
}
