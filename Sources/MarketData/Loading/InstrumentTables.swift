/// The checked rows of one symbol on one venue before they are laid on a grid; bars count from the epoch.
struct InstrumentTables {
  let venue: String
  let symbol: String
  let candles: CandleTable
  let funding: FundingTable?
  let length: BarLength

  init(_ entry: MarketFolder.Entry, in folder: MarketFolder) throws(MarketDataError) {
    let length = folder.barLength
    self.length = length
    venue = entry.venue
    symbol = entry.symbol
    let candlePath = MarketFolder.path(MarketFolder.candles(length), venue: venue, symbol: symbol)
    candles = try folder.bytes(of: candlePath).withUnsafeBufferPointer { (bytes) throws(MarketDataError) in
      try CandleTable(bytes, file: candlePath, length: length)
    }
    guard entry.hasFunding else {
      funding = nil
      return
    }
    let fundingPath = MarketFolder.path(MarketFolder.funding, venue: venue, symbol: symbol)
    funding = try folder.bytes(of: fundingPath).withUnsafeBufferPointer { (bytes) throws(MarketDataError) in
      try FundingTable(bytes, file: fundingPath)
    }
  }

  var duplicateRowsDropped: Int { candles.duplicatesDropped + (funding?.duplicatesDropped ?? 0) }

  /// First and last bar of any row, as a closed range.
  var span: ClosedRange<Int> {
    let settlements = funding?.settlements ?? []
    let firsts = [candles.bars.first, settlements.first.map { bar(of: $0.hour) }].compactMap(\.self)
    let lasts = [candles.bars.last, settlements.last.map { bar(of: $0.hour) }].compactMap(\.self)
    return (firsts.min() ?? 0)...(lasts.max() ?? 0)
  }

  /// The first bar that begins at or after an hour: where a settlement of that hour is known and booked.
  private func bar(of hour: Int) -> Int { (hour * 60 + length.minutes - 1) / length.minutes }

  func hasCandles(in window: Range<Int>) -> Bool { candles.bars.contains { window.contains($0) } }

  /// Lays the rows on the bars of a window; settlements are repaired first, so that a gap across the edge of the
  /// window is judged with the rows before it.
  ///
  /// `listedUntil` is asked for the end of the listing, in bars of the window, by the series' candles.
  func series(
    on window: Range<Int>, venue: Int, symbol: Int, listedUntil: (InstrumentSeries) -> Int?
  ) -> InstrumentSeries {
    let blank = [Double](repeating: .nan, count: window.count)
    var (open, high, low, close, volume, rates, intervals) = (blank, blank, blank, blank, blank, blank, blank)
    var isImputed = [Bool](repeating: false, count: window.count)
    var optional = candles.optional.mapValues { _ in blank }
    for (row, bar) in candles.bars.enumerated() where window.contains(bar) {
      let index = bar - window.lowerBound
      open[index] = candles.open[row]
      high[index] = candles.high[row]
      low[index] = candles.low[row]
      close[index] = candles.close[row]
      volume[index] = candles.volume[row]
      for (column, values) in candles.optional { optional[column]?[index] = values[row] }
    }
    func settle(_ settlement: Settlement, at hour: Int, isRepaired: Bool) {
      let bar = bar(of: hour)
      guard window.contains(bar) else { return }
      let index = bar - window.lowerBound
      let isFirst = rates[index].isNaN
      rates[index] = isFirst ? settlement.rate : rates[index] + settlement.rate
      intervals[index] =
        isFirst ? Double(settlement.intervalHours) : intervals[index] + Double(settlement.intervalHours)
      if isRepaired { isImputed[index] = true }
    }
    let settlements = funding?.settlements ?? []
    for settlement in settlements { settle(settlement, at: settlement.hour, isRepaired: false) }
    let end = (candles.bars.last ?? 0) * length.minutes / 60
    for absence in Settlement.absences(in: settlements, through: end) where absence.isImputed {
      settle(absence.previous, at: absence.hour, isRepaired: true)
    }
    func series(listedUntil: Int?) -> InstrumentSeries {
      InstrumentSeries(
        venue: venue, symbol: symbol, open: open, high: high, low: low, close: close, volume: volume,
        settledRate: rates, intervalHours: intervals, isImputed: isImputed, optional: optional,
        listedUntil: listedUntil)
    }
    return series(listedUntil: listedUntil(series(listedUntil: nil)))
  }
}
