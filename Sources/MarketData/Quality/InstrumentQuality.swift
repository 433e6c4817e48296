import TextFormats

/// What the rows of one symbol on one venue look like.
public struct InstrumentQuality: Sendable, Equatable {
  /// Name of the venue.
  public let venue: String
  /// Name of the symbol.
  public let symbol: String
  /// Bars that have a candle.
  public let candleRows: Int
  /// Stamp of the first candle, if there is one.
  public let firstCandle: UTCTimestamp?
  /// Stamp of the last candle, if there is one.
  public let lastCandle: UTCTimestamp?
  /// Bars without a candle between the first and the last one.
  public let missingCandles: Int
  /// Candles of volume 0: nothing can be filled there.
  public let zeroVolumeBars: Int
  /// Settlements that have a row; those within one bar count as one.
  public let settlementRows: Int
  /// Stamp of the first settlement, if there is one.
  public let firstSettlement: UTCTimestamp?
  /// Stamp of the last settlement that has a row, if there is one.
  public let lastSettlement: UTCTimestamp?
  /// Settlements that should have happened and have no row, imputed or not.
  public let missingSettlements: Int
  /// Missing settlements that were filled with the rate before.
  public let imputedSettlements: Int
  /// Funding intervals that occur, hours, ascending; those within one bar are added up.
  public let intervalHours: [Int]
  /// Rows of both files that repeated the row before them exactly.
  public let duplicateRowsDropped: Int

  /// Counts the rows of a series.
  ///
  /// - Complexity: O(bars).
  init(_ series: InstrumentSeries, of dataset: MarketDataset, duplicateRowsDropped: Int) {
    venue = dataset.venues[series.venue]
    symbol = dataset.symbols[series.symbol]
    self.duplicateRowsDropped = duplicateRowsDropped
    let minutes = dataset.barLength.minutes
    func stamp(_ bar: Int) -> UTCTimestamp { UTCTimestamp(dataset.timestamp(ofBar: bar)) }
    func hour(_ bar: Int) -> Int { bar * minutes / 60 }

    let candleBars = series.open.indices.filter { !series.open[$0].isNaN }
    candleRows = candleBars.count
    firstCandle = candleBars.first.map(stamp)
    lastCandle = candleBars.last.map(stamp)
    let span = candleBars.first.flatMap { first in candleBars.last.map { $0 - first + 1 } } ?? 0
    missingCandles = span - candleBars.count
    zeroVolumeBars = candleBars.count { series.volume[$0] == 0 }

    let bars = series.settledRate.indices.filter { !series.settledRate[$0].isNaN }
    func settlement(_ bar: Int) -> Settlement {
      Settlement(hour: hour(bar), rate: series.settledRate[bar], intervalHours: Int(series.intervalHours[bar]))
    }
    let known = bars.map(settlement)
    let settledBars = bars.filter { !series.isImputed[$0] }
    let settled = settledBars.map(settlement)
    settlementRows = settled.count
    firstSettlement = settledBars.first.map(stamp)
    lastSettlement = settledBars.last.map(stamp)
    intervalHours = Set(settled.map(\.intervalHours)).sorted()
    imputedSettlements = known.count - settled.count
    // Imputed rows continue the schedule, so what is absent after them is what stays missing.
    let stillMissing = Settlement.absences(in: known, through: hour(candleBars.last ?? 0)).count
    missingSettlements = stillMissing + imputedSettlements
  }
}
