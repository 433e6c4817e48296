import Foundation
import Persistence

extension MarketDataset {
  /// Writes the folder layout that ``load(from:options:)`` reads; existing tables of the same names are replaced.
  ///
  /// Numbers are written so that they read back to the same bits. Hours without a candle and imputed settlements get
  /// no row: the loader finds and repairs them again. Each file is written under a temporary name and renamed, so
  /// that no half-written table is left behind.
  ///
  /// - Throws: A ``MarketDataError`` that names the file that cannot be written.
  /// - Complexity: O(instruments × hours).
  public func export(to directory: URL) throws(MarketDataError) {
    for series in instruments {
      let (venue, symbol) = (venues[series.venue], symbols[series.symbol])
      try write(
        candleRows(of: series), under: CandleTable.columns, in: directory,
        path: MarketFolder.path(MarketFolder.candles, venue: venue, symbol: symbol))
      try write(
        fundingRows(of: series), under: FundingTable.columns, in: directory,
        path: MarketFolder.path(MarketFolder.funding, venue: venue, symbol: symbol))
    }
  }

  private func candleRows(of series: InstrumentSeries) -> [String] {
    (0..<hourCount).filter { !series.open[$0].isNaN }.map { hour in
      let values = [series.open[hour], series.high[hour], series.low[hour], series.close[hour], series.volume[hour]]
      return "\(timestamp(ofHour: hour))," + values.map(Self.text).joined(separator: ",")
    }
  }

  private func fundingRows(of series: InstrumentSeries) -> [String] {
    (0..<hourCount).filter { !series.settledRate[$0].isNaN && !series.isImputed[$0] }.map { hour in
      "\(timestamp(ofHour: hour)),\(Self.text(series.settledRate[hour])),\(Self.text(series.intervalHours[hour]))"
    }
  }

  /// The shortest decimal that reads back to the same double, without a needless ".0".
  private static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private func write(
    _ rows: [String], under columns: [String], in directory: URL, path: String
  ) throws(MarketDataError) {
    let file = directory.appendingPathComponent(path)
    let text = ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
    do throws(FileError) {
      try AtomicFile.makeFolder(file.deletingLastPathComponent())
      try AtomicFile.write(text, to: file)
    } catch {
      throw MarketDataError(file: file.path, field: "file", must: "be writable", found: "not: \(error)")
    }
  }
}
