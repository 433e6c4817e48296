import Foundation
import Testing

@testable import MarketData

@Suite("What is known at an hour")
struct MarketViewTests {
  /// One instrument; NaN where no row is.
  private func dataset(open: [Double], volume: [Double], rates: [Double], intervals: [Double]) -> MarketDataset {
    let series = InstrumentSeries(
      venue: 0, symbol: 0, open: open, high: open.map { $0 + 3 }, low: open.map { $0 - 3 }, close: open.map { $0 + 1 },
      volume: volume, settledRate: rates, intervalHours: intervals,
      isImputed: [Bool](repeating: false, count: open.count))
    return MarketDataset(
      venues: ["alpha"], symbols: ["AUSDT"], start: 0, barCount: open.count, instruments: [series],
      origin: .synthetic(seed: 0))
  }

  @Test("Opens of the hour, closed candles and settled rates are answered by hours ago")
  func answers() {
    let none = Double.nan
    let market = dataset(
      open: [10, none, 12, 13], volume: [1, none, 2, 4], rates: [none, 0.001, none, 0.003],
      intervals: [none, 2, none, 2])
    let view = market.asOf(3)
    #expect(view.open(of: 0) == 13)
    #expect(market.asOf(1).open(of: 0) == nil)
    #expect(view.closedCandle(of: 0) == Candle(open: 12, high: 15, low: 9, close: 13, volume: 2))
    #expect(view.closedCandle(of: 0, barsAgo: 2) == nil)
    #expect(view.closedCandle(of: 0, barsAgo: 3)?.close == 11)
    #expect(view.closedCandle(of: 0, barsAgo: 4) == nil)
    #expect(view.lastSettledRate(of: 0) == SettledRate(rate: 0.003, intervalHours: 2, barsAgo: 0, isImputed: false))
    #expect(market.asOf(2).lastSettledRate(of: 0)?.barsAgo == 1)
    #expect(market.asOf(0).lastSettledRate(of: 0) == nil)
    #expect(view.settledRates(of: 0, lastBars: 2).map(\.rate) == [0.003])
    #expect(view.settledRates(of: 0, lastBars: 24).map(\.rate) == [0.001, 0.003])
  }

  @Test("Changing everything that is not yet known changes no answer")
  func noLookAhead() throws {
    let dataset = try SyntheticMarket(.init(symbols: ["AUSDT", "BUSDT"], days: 8)).generate(seed: 5)
    let known = 100
    let changed = dataset.perturbed(after: known)
    #expect(changed.fingerprint != dataset.fingerprint)
    for hour in stride(from: 0, through: known, by: 10) {
      for instrument in dataset.instruments.indices {
        #expect(Answers(dataset.asOf(hour), instrument) == Answers(changed.asOf(hour), instrument))
      }
    }
    let later = Answers(dataset.asOf(known + 1), 0)
    #expect(later != Answers(changed.asOf(known + 1), 0), "the perturbation must be visible one hour later")
  }
}

/// Everything that a view answers about an instrument.
private struct Answers: Equatable {
  var open: Double?
  var candles: [Candle?]
  var last: SettledRate?
  var rates: [SettledRate]

  init(_ view: MarketView, _ instrument: Int) {
    open = view.open(of: instrument)
    candles = (1...72).map { view.closedCandle(of: instrument, barsAgo: $0) }
    last = view.lastSettledRate(of: instrument)
    rates = view.settledRates(of: instrument, lastBars: 72)
  }
}

extension MarketDataset {
  /// A copy in which everything that is unknown at an hour has another value: all later rows, and the high, low,
  /// close and volume of the hour itself.
  fileprivate func perturbed(after hour: Int) -> MarketDataset {
    func change(_ column: [Double], from first: Int) -> [Double] {
      column.enumerated().map { $0 < first ? $1 : $1 * 1.5 + 1 }
    }
    let changed = instruments.map { series in
      InstrumentSeries(
        venue: series.venue, symbol: series.symbol, open: change(series.open, from: hour + 1),
        high: change(series.high, from: hour), low: change(series.low, from: hour),
        close: change(series.close, from: hour), volume: change(series.volume, from: hour),
        settledRate: change(series.settledRate, from: hour + 1),
        intervalHours: change(series.intervalHours, from: hour + 1),
        isImputed: series.isImputed.enumerated().map { $0 <= hour ? $1 : !$1 })
    }
    return MarketDataset(
      venues: venues, symbols: symbols, start: start, barCount: barCount, instruments: changed, origin: origin)
  }
}
