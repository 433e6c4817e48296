import Foundation
import MarketData
import Randomness

/// Small markets for the tests of opportunities, liquidity and scaling.
enum OpportunityMarket {
  /// A series from functions of the hour; rates settle every `interval` hours from hour 0.
  static func series(
    venue: Int, symbol: Int = 0, hours: Int, interval: Int = 8, rate: (Int) -> Double,
    price: (Int) -> Double = { _ in 100 }, volume: (Int) -> Double = { _ in 1000 }
  ) -> InstrumentSeries {
    let prices = (0..<hours).map(price)
    return InstrumentSeries(
      venue: venue, symbol: symbol, open: prices, high: prices, low: prices, close: prices,
      volume: (0..<hours).map(volume), settledRate: (0..<hours).map { $0 % interval == 0 ? rate($0) : .nan },
      intervalHours: (0..<hours).map { $0 % interval == 0 ? Double(interval) : .nan },
      isImputed: [Bool](repeating: false, count: hours))
  }

  static func dataset(
    venues: [String], symbols: [String] = ["BTCUSDT"], instruments: [InstrumentSeries]
  ) -> MarketDataset {
    MarketDataset(
      venues: venues, symbols: symbols, grid: TimeGrid(start: 1_725_148_800_000, barLength: .hour),
      barCount: instruments[0].open.count,
      instruments: instruments, origin: .synthetic(seed: 0), fingerprint: "test")
  }

  /// Three venues, four symbols, random walks, with late listings, gaps, hours without trades and missing settlements.
  static func random(hours: Int, seed: UInt64 = 1) -> MarketDataset {
    let root = RandomStream(seed: seed)
    let intervals = [8, 4, 1]
    var instruments: [InstrumentSeries] = []
    for venue in 0..<3 {
      for symbol in 0..<4 {
        var stream = root.split("instrument", venue * 4 + symbol)
        var price = 100.0
        let listed = symbol == 3 ? 40 * venue : 0
        var columns = Columns()
        for hour in 0..<hours {
          let open = price
          price *= exp(0.01 * stream.normal())
          let isAbsent = hour < listed || stream.uniformDouble() < 0.002
          columns.appendCandle(
            open: open, close: price, volume: stream.uniformDouble() < 0.01 ? 0 : 3e4 * stream.uniformDouble(),
            isAbsent: isAbsent)
          let settles = hour >= listed && hour % intervals[venue] == 0 && stream.uniformDouble() < 0.98
          columns.appendRate(settles ? 2e-5 * Double(intervals[venue]) * stream.normal() : .nan, intervals[venue])
        }
        instruments.append(columns.series(venue: venue, symbol: symbol))
      }
    }
    return dataset(
      venues: ["binance", "bybit", "hyperliquid"], symbols: ["ADAUSDT", "BTCUSDT", "SOLUSDT", "XRPUSDT"],
      instruments: instruments)
  }

  /// The same market with everything replaced that is unknown at an hour: the high, low, close and volume of the hour,
  /// and every column after it.
  static func perturbed(_ dataset: MarketDataset, after hour: Int) -> MarketDataset {
    func change(_ values: [Double], from start: Int) -> [Double] {
      values.indices.map { $0 < start ? values[$0] : 1234.5 + Double($0 % 7) }
    }
    let instruments = dataset.instruments.map { series in
      InstrumentSeries(
        venue: series.venue, symbol: series.symbol, open: change(series.open, from: hour + 1),
        high: change(series.high, from: hour), low: change(series.low, from: hour),
        close: change(series.close, from: hour), volume: change(series.volume, from: hour),
        settledRate: change(series.settledRate, from: hour + 1),
        intervalHours: change(series.intervalHours, from: hour + 1), isImputed: series.isImputed)
    }
    return MarketDataset(
      venues: dataset.venues, symbols: dataset.symbols, grid: dataset.grid, barCount: dataset.barCount,
      instruments: instruments, origin: dataset.origin, fingerprint: dataset.fingerprint)
  }

  /// The folder of real market data, or `nil` where it is absent.
  static let realFolder: URL? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["RLFRAMEWORK_MARKET"].map { URL(fileURLWithPath: $0) }
    let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared/market")
    return FileManager.default.fileExists(atPath: folder.appendingPathComponent("candles-1h").path) ? folder : nil
  }()

  private struct Columns {
    var open: [Double] = []
    var high: [Double] = []
    var low: [Double] = []
    var close: [Double] = []
    var volume: [Double] = []
    var rate: [Double] = []
    var interval: [Double] = []

    mutating func appendCandle(open: Double, close: Double, volume: Double, isAbsent: Bool) {
      self.open.append(isAbsent ? .nan : open)
      high.append(isAbsent ? .nan : max(open, close) * 1.001)
      low.append(isAbsent ? .nan : min(open, close) * 0.999)
      self.close.append(isAbsent ? .nan : close)
      self.volume.append(isAbsent ? .nan : volume)
    }

    mutating func appendRate(_ rate: Double, _ interval: Int) {
      self.rate.append(rate)
      self.interval.append(rate.isNaN ? .nan : Double(interval))
    }

    func series(venue: Int, symbol: Int) -> InstrumentSeries {
      InstrumentSeries(
        venue: venue, symbol: symbol, open: open, high: high, low: low, close: close, volume: volume, settledRate: rate,
        intervalHours: interval, isImputed: [Bool](repeating: false, count: open.count))
    }
  }
}
