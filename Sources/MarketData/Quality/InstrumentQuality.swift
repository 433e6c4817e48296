/// What the rows of one symbol on one venue look like.
public struct InstrumentQuality: Sendable, Equatable {
  /// Name of the venue.
  public let venue: String
  /// Name of the symbol.
  public let symbol: String
  /// Hours that have a candle.
  public let candleRows: Int
  /// Stamp of the first candle, if there is one.
  public let firstCandle: UTCTimestamp?
  /// Stamp of the last candle, if there is one.
  public let lastCandle: UTCTimestamp?
  /// Hours without a candle between the first and the last one.
  public let missingCandles: Int
  /// Candles of volume 0: nothing can be filled there.
  public let zeroVolumeHours: Int
  /// Settlements that have a row.
  public let settlementRows: Int
  /// Stamp of the first settlement, if there is one.
  public let firstSettlement: UTCTimestamp?
  /// Stamp of the last settlement that has a row, if there is one.
  public let lastSettlement: UTCTimestamp?
  /// Settlements that should have happened and have no row, imputed or not.
  public let missingSettlements: Int
  /// Missing settlements that were filled with the rate before.
  public let imputedSettlements: Int
  /// Funding intervals that occur, hours, ascending.
  public let intervalHours: [Int]
  /// Rows of both files that repeated the row before them exactly.
  public let duplicateRowsDropped: Int

  /// Counts the rows of a series.
  ///
  /// - Complexity: O(hours).
  init(_ series: InstrumentSeries, of dataset: MarketDataset, duplicateRowsDropped: Int) {
    venue = dataset.venues[series.venue]
    symbol = dataset.symbols[series.symbol]
    self.duplicateRowsDropped = duplicateRowsDropped
    func stamp(_ hour: Int) -> UTCTimestamp { UTCTimestamp(dataset.timestamp(ofHour: hour)) }

    let candleHours = series.open.indices.filter { !series.open[$0].isNaN }
    candleRows = candleHours.count
    firstCandle = candleHours.first.map(stamp)
    lastCandle = candleHours.last.map(stamp)
    let span = candleHours.first.flatMap { first in candleHours.last.map { $0 - first + 1 } } ?? 0
    missingCandles = span - candleHours.count
    zeroVolumeHours = candleHours.count { series.volume[$0] == 0 }

    let settlements = series.settledRate.indices.compactMap { hour -> Settlement? in
      let rate = series.settledRate[hour]
      guard !rate.isNaN, !series.isImputed[hour] else { return nil }
      return Settlement(hour: hour, rate: rate, intervalHours: Int(series.intervalHours[hour]))
    }
    settlementRows = settlements.count
    firstSettlement = settlements.first.map { stamp($0.hour) }
    lastSettlement = settlements.last.map { stamp($0.hour) }
    missingSettlements = Settlement.absences(in: settlements, through: candleHours.last ?? 0).count
    imputedSettlements = series.isImputed.count { $0 }
    intervalHours = Set(settlements.map(\.intervalHours)).sorted()
  }
}
