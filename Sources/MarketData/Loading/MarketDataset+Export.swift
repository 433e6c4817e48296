import Foundation
import Persistence

extension MarketDataset {
  /// Writes the folder layout that ``MarketFolderSource`` reads; existing tables of the same names are replaced.
  ///
  /// Numbers are written so that they read back to the same bits. Bars without a candle and imputed settlements get
  /// no row: the loader finds and repairs them again. Each file is written under a temporary name and renamed, so
  /// that no half-written table is left behind.
  ///
  /// - Throws: A ``MarketDataError`` that names the file that cannot be written.
  /// - Complexity: O(instruments × bars).
  public func export(to directory: URL) throws(MarketDataError) {
    for series in instruments {
      let (venue, symbol) = (venues[series.venue], symbols[series.symbol])
      let optional = OptionalColumn.allCases.filter { series.optional[$0] != nil }
      try write(
        candleRows(of: series, optional), under: CandleTable.columns + optional.map(\.rawValue), in: directory,
        path: MarketFolder.path(MarketFolder.candles(barLength), venue: venue, symbol: symbol))
      let settlements = fundingRows(of: series)
      // A table without rows cannot be read back: an instrument without settlements has no table.
      guard !settlements.isEmpty else { continue }
      try write(
        settlements, under: FundingTable.columns, in: directory,
        path: MarketFolder.path(MarketFolder.funding, venue: venue, symbol: symbol))
    }
  }

  private func candleRows(of series: InstrumentSeries, _ optional: [OptionalColumn]) -> [String] {
    (0..<barCount).filter { !series.open[$0].isNaN }.map { bar in
      let values = [series.open[bar], series.high[bar], series.low[bar], series.close[bar], series.volume[bar]]
      let further = optional.map { series.optional[$0]?[bar] ?? .nan }
      return "\(timestamp(ofBar: bar))," + (values + further).map(Self.text).joined(separator: ",")
    }
  }

  private func fundingRows(of series: InstrumentSeries) -> [String] {
    (0..<barCount).filter { !series.settledRate[$0].isNaN && !series.isImputed[$0] }.map { bar in
      "\(timestamp(ofBar: bar)),\(Self.text(series.settledRate[bar])),\(Self.text(series.intervalHours[bar]))"
    }
  }

  /// The shortest decimal that reads back to the same double, without a needless ".0"; nothing for `nan`.
  private static func text(_ value: Double) -> String {
    if value.isNaN { return "" }
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
