import Foundation
import MarketData

/// The statistics that the synthetic market is calibrated by, of any dataset.
///
/// Definitions are those of `Scripts/calibrate_synthetic.py`: each figure is the median over instruments or pairs,
/// except for the funding gap, which is pooled over all hours of all pairs of a kind.
struct MarketStatistics {
  private(set) var values: [(name: String, value: Double)] = []

  subscript(name: String) -> Double? { values.first { $0.name == name }?.value }

  init(_ dataset: MarketDataset) {
    let instruments = dataset.instruments.map(InstrumentColumns.init)
    addCandles(instruments)
    for (index, venue) in dataset.venues.enumerated() {
      let ofVenue = zip(dataset.instruments, instruments).filter { $0.0.venue == index }.map(\.1)
      add("log10 hourly quote volume, \(venue)", median(ofVenue.map { log10(median($0.quoteVolumes)) }))
      add("zero-volume hours %, \(venue)", 100 * mean(ofVenue.map(\.zeroVolumeShare)))
      addFunding(ofVenue, venue: venue)
    }
    addPairs(dataset, instruments)
  }

  private mutating func add(_ name: String, _ value: Double) { values.append((name, value)) }

  private mutating func addCandles(_ instruments: [InstrumentColumns]) {
    func middle(_ statistic: (InstrumentColumns) -> Double) -> Double { median(instruments.map(statistic)) }
    add("hourly return volatility %", middle { 100 * deviation($0.returns) })
    add("excess kurtosis", middle { excessKurtosis($0.returns) })
    add("autocorrelation |return| 1 h", middle { autocorrelation($0.returns.map(abs), 1) })
    add("autocorrelation |return| 24 h", middle { autocorrelation($0.returns.map(abs), 24) })
    add("median range / median |return|", middle { median($0.ranges) / median($0.returns.map(abs)) })
    add("std log10 quote volume", middle { deviation($0.quoteVolumes.map { log10($0) }) })
    add("autocorrelation log volume 1 h", middle { autocorrelation($0.quoteVolumes.map { log($0) }, 1) })
    add(
      "correlation log volume, log range",
      middle { correlation($0.quoteVolumes.map { log($0) }, $0.ranges.map { log($0 + 1e-6) }) })
  }

  private mutating func addFunding(_ instruments: [InstrumentColumns], venue: String) {
    func middle(_ statistic: ([Double], Int) -> Double) -> Double {
      median(instruments.map { statistic($0.settledAPR, $0.settlementsPerDay) })
    }
    add("funding mean APR %, \(venue)", middle { rates, _ in mean(rates) })
    add("funding std APR %, \(venue)", middle { rates, _ in deviation(rates) })
    add("funding autocorrelation 1 settlement, \(venue)", middle { rates, _ in autocorrelation(rates, 1) })
    add("funding autocorrelation 24 h, \(venue)", middle { autocorrelation($0, $1) })
    add("funding sign flips, \(venue)", middle { rates, _ in signFlips(rates) })
    add("funding negative share, \(venue)", middle { rates, _ in share(rates) { $0 < 0 } })
    add("funding share at the base rate, \(venue)", middle { rates, _ in share(rates) { abs($0 - 10.95) < 1e-3 } })
  }

  private mutating func addPairs(_ dataset: MarketDataset, _ instruments: [InstrumentColumns]) {
    var correlations: [Double] = []
    var (deviations, halfLives, flips, persistences): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    var sameVenue: [Double] = []
    var gaps: [String: [Double]] = [:]
    var rule = (income: 0.0, entries: 0.0, weeks: 0.0)
    for (first, a) in dataset.instruments.enumerated() {
      for second in dataset.instruments.indices where second > first {
        let b = dataset.instruments[second]
        let (x, y) = (instruments[first], instruments[second])
        if a.venue == b.venue { sameVenue.append(correlation(x.hourlyReturns, y.hourlyReturns)) }
        guard a.symbol == b.symbol else { continue }
        correlations.append(correlation(x.hourlyReturns, y.hourlyReturns))
        let basis = zip(x.logCloses, y.logCloses).map { $0 - $1 }.filter { !$0.isNaN }
        deviations.append(1e4 * deviation(basis))
        halfLives.append(log(0.5) / log(max(autocorrelation(basis, 1), 1e-3)))
        let hourlyGap = zip(x.heldAPR, y.heldAPR).map { $0 - $1 }
        let gap = hourlyGap.filter { !$0.isNaN }
        let (income, entries) = thresholdRule(a, b, gap: hourlyGap)
        rule = (rule.income + income, rule.entries + entries, rule.weeks + Double(gap.count) / 168)
        flips.append(signFlips(gap))
        persistences.append(autocorrelation(gap, 24))
        gaps["\(dataset.venues[a.venue])-\(dataset.venues[b.venue])", default: []] += gap.map(abs)
      }
    }
    add("cross-symbol correlation", median(sameVenue.filter { !$0.isNaN }))
    add("cross-venue correlation of returns", median(correlations))
    add("basis deviation bp", median(deviations))
    add("basis half-life h", median(halfLives))
    add("sign flips of the gap, share of hours", median(flips))
    add("autocorrelation of the gap 24 h", median(persistences))
    add("threshold rule: entries a pair-week", rule.entries / rule.weeks)
    add("threshold rule: funding bp an entry", rule.income / rule.entries)
    let pooled = gaps.keys.sorted().flatMap { gaps[$0] ?? [] }
    add("|funding gap| APR %, median", percentile(pooled, 0.5))
    add("|funding gap| APR %, 90th percentile", percentile(pooled, 0.9))
    add("|funding gap| APR %, 99th percentile", percentile(pooled, 0.99))
    for kind in gaps.keys.sorted() {
      add("|funding gap| APR %, median, \(kind)", percentile(gaps[kind] ?? [], 0.5))
      add("|funding gap| APR %, 90th percentile, \(kind)", percentile(gaps[kind] ?? [], 0.9))
    }
  }
}

/// Columns of an instrument in the form that the statistics need; hours without trade are left out of prices.
private struct InstrumentColumns {
  var logCloses: [Double]
  var hourlyReturns: [Double]
  var returns: [Double]
  var ranges: [Double]
  var quoteVolumes: [Double]
  var zeroVolumeShare: Double
  var settledAPR: [Double] = []
  var heldAPR: [Double] = []
  var settlementsPerDay: Int

  init(_ series: InstrumentSeries) {
    let closes = zip(series.close, series.volume).map { $1 > 0 ? log($0) : .nan }
    logCloses = closes
    hourlyReturns = [.nan] + zip(closes.dropFirst(), closes).map { $0 - $1 }
    returns = hourlyReturns.filter { !$0.isNaN }
    let traded = series.open.indices.filter { series.volume[$0] > 0 }
    ranges = traded.map { log(series.high[$0] / series.low[$0]) }
    quoteVolumes = traded.map { series.volume[$0] * series.close[$0] }
    zeroVolumeShare = share(series.volume.filter { !$0.isNaN }) { $0 == 0 }
    var (current, age, limit) = (Double.nan, 0.0, 0.0)
    var intervals: [Double] = []
    for (hour, rate) in series.settledRate.enumerated() {
      if !rate.isNaN && !series.isImputed[hour] {
        current = rate / series.intervalHours[hour] * 24 * 365 * 100
        (age, limit) = (0, 2 * series.intervalHours[hour])
        settledAPR.append(current)
        intervals.append(series.intervalHours[hour])
      }
      heldAPR.append(age < limit ? current : .nan)
      age += 1
    }
    settlementsPerDay = Int((24 / median(intervals)).rounded())
  }
}

/// Funding in bp of notional that a rule collects which holds a pair from 40 % a year down to 5 %, and its entries.
///
/// It decides on the gap in force and receives what is settled later; prices and costs are left out.
private func thresholdRule(
  _ first: InstrumentSeries, _ second: InstrumentSeries, gap: [Double]
) -> (income: Double, entries: Double) {
  func paid(_ series: InstrumentSeries, _ hour: Int) -> Double {
    series.settledRate[hour].isNaN || series.isImputed[hour] ? 0 : series.settledRate[hour]
  }
  var (side, income, entries) = (0.0, 0.0, 0.0)
  for hour in gap.indices {
    income += side * (paid(first, hour) - paid(second, hour)) * 1e4
    if side == 0 {
      if abs(gap[hour]) > 40 {
        side = gap[hour] > 0 ? 1 : -1
        entries += 1
      }
    } else if !(side * gap[hour] >= 5) {
      side = 0
    }
  }
  return (income, entries)
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

func deviation(_ values: [Double]) -> Double {
  let center = mean(values)
  return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
}

/// Linear interpolation between order statistics, as numpy does.
func percentile(_ values: [Double], _ share: Double) -> Double {
  let sorted = values.sorted()
  let position = share * Double(sorted.count - 1)
  let below = Int(position)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
}

func median(_ values: [Double]) -> Double { percentile(values, 0.5) }

func share(_ values: [Double], where condition: (Double) -> Bool) -> Double {
  Double(values.count(where: condition)) / Double(values.count)
}

func excessKurtosis(_ values: [Double]) -> Double {
  let center = mean(values)
  let variance = mean(values.map { pow($0 - center, 2) })
  return mean(values.map { pow($0 - center, 4) }) / (variance * variance) - 3
}

func autocorrelation(_ values: [Double], _ lag: Int) -> Double {
  let center = mean(values)
  let products = zip(values.dropFirst(lag), values).reduce(0) { $0 + ($1.0 - center) * ($1.1 - center) }
  return products / values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
}

/// Pearson correlation over the places where both values exist; NaN below 500 of them.
func correlation(_ first: [Double], _ second: [Double]) -> Double {
  let both = zip(first, second).filter { !$0.0.isNaN && !$0.1.isNaN }
  guard both.count > 500 else { return .nan }
  let (x, y) = (both.map(\.0), both.map(\.1))
  let (centerX, centerY) = (mean(x), mean(y))
  return mean(both.map { ($0.0 - centerX) * ($0.1 - centerY) }) / (deviation(x) * deviation(y))
}

func signFlips(_ values: [Double]) -> Double {
  let flips = zip(values.dropFirst(), values).count { ($0 > 0 ? 1 : $0 < 0 ? -1 : 0) != ($1 > 0 ? 1 : $1 < 0 ? -1 : 0) }
  return Double(flips) / Double(values.count - 1)
}
