import TextFormats

extension QualityReport {
  /// A table for the terminal: one line an instrument, totals, warnings and the rules.
  public var summary: String {
    let end = UTCTimestamp(start.milliseconds + Int64(barCount) * barLength.milliseconds)
    var lines = [
      "Market data: \(originText)",
      "\(instruments.count) instruments, \(barCount) \(barLength == .hour ? "hours" : "bars of \(barLength)") from \(start) to \(end), fingerprint \(fingerprint)",
      "",
    ]
    lines +=
      TextTable([header] + instruments.map(Self.cells) + [totals], alignments: [.left, .left, .right]).lines
    lines.append("")
    lines += warnings.map { "warning: \($0)" }
    lines.append("Rules:")
    lines += Self.rules.map { "  - \($0)" }
    return lines.joined(separator: "\n")
  }

  private var originText: String {
    switch origin {
    case .files(let folder): "files of \(folder)"
    case .synthetic(let seed): "synthetic (generated from seed \(seed); not a real market)"
    }
  }

  private var warnings: [String] {
    singleVenueSymbols.map { "\($0) is on one venue only: no pair can be made of it" }
      + leftOut.map { "\($0.venue) \($0.symbol) is left out: \($0.reason.rawValue)" }
  }

  private var header: [String] {
    let unit = barLength == .hour ? "h" : barLength.description
    return [
      "venue", "symbol", "candles [\(unit)]", "first", "last", "missing [\(unit)]", "volume 0 [\(unit)]", "settlements",
      "first", "last", "interval [h]", "missing", "imputed", "duplicates",
    ]
  }

  private static func cells(of row: InstrumentQuality) -> [String] {
    [
      row.venue, row.symbol, "\(row.candleRows)", row.firstCandle?.day ?? "-", row.lastCandle?.day ?? "-",
      "\(row.missingCandles)", "\(row.zeroVolumeBars)", "\(row.settlementRows)", row.firstSettlement?.day ?? "-",
      row.lastSettlement?.day ?? "-", row.intervalHours.map(String.init).joined(separator: "/"),
      "\(row.missingSettlements)", "\(row.imputedSettlements)", "\(row.duplicateRowsDropped)",
    ]
  }

  private var totals: [String] {
    func sum(_ field: KeyPath<InstrumentQuality, Int>) -> String {
      "\(instruments.reduce(0) { $0 + $1[keyPath: field] })"
    }
    return [
      "total", "", sum(\.candleRows), "", "", sum(\.missingCandles), sum(\.zeroVolumeBars), sum(\.settlementRows), "",
      "", "", sum(\.missingSettlements), sum(\.imputedSettlements), sum(\.duplicateRowsDropped),
    ]
  }
}
