#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Decides at each hour whether one pair is an opportunity, how good it is, and what its features are.
struct PairEvaluator {
  private let long: Leg
  private let short: Leg
  private let priceSpread: PairSpread
  private let configuration: OpportunityConfiguration
  /// Taker fees of the four fills of a round trip, percent of notional.
  private let fees: Double

  /// One leg: its rows and what was derived from them.
  private struct Leg {
    let series: InstrumentSeries
    let statistics: InstrumentStatistics

    /// Whether the leg can be judged and traded at an hour, by the conditions that
    /// ``OpportunityTable/build(from:liquidity:rules:configuration:)`` lists.
    func isUsable(at hour: Int, minimumHistory: Int) -> Bool {
      guard hour - statistics.firstHour >= minimumHistory, !series.open[hour].isNaN,
        !statistics.quoteVolume24h[hour].isNaN, series.volume[hour - 1] > 0,
        !statistics.volatility24h[hour].isNaN, !statistics.hourlyRate24h[hour].isNaN
      else { return false }
      let last = Int(statistics.lastSettlement[hour])
      return Double(hour - last) <= 3 * series.intervalHours[last]
    }

    /// Last settled rate and its interval at a usable hour.
    func settled(at hour: Int) -> (rate: Double, interval: Double) {
      let last = Int(statistics.lastSettlement[hour])
      return (series.settledRate[last], series.intervalHours[last])
    }
  }

  init(
    pair: OpportunityTable.Pair, dataset: MarketDataset, statistics: [InstrumentStatistics], rules: VenueRulebook,
    configuration: OpportunityConfiguration
  ) {
    long = Leg(series: dataset.instruments[pair.long], statistics: statistics[pair.long])
    short = Leg(series: dataset.instruments[pair.short], statistics: statistics[pair.short])
    priceSpread = PairSpread(long: long.series, short: short.series)
    self.configuration = configuration
    let symbol = dataset.symbols[pair.symbol]
    let longFee = rules.rules(venue: dataset.venues[long.series.venue], symbol: symbol).takerFee
    let shortFee = rules.rules(venue: dataset.venues[short.series.venue], symbol: symbol).takerFee
    fees = 2 * (longFee + shortFee) * 100
  }

  /// The composite score at an hour, or `nil` if the pair is no opportunity.
  func score(at hour: Int) -> Double? {
    let history = configuration.minimumHistoryHours
    guard long.isUsable(at: hour, minimumHistory: history), short.isUsable(at: hour, minimumHistory: history) else {
      return nil
    }
    let volume = volume24h(at: hour)
    guard volume >= configuration.minimumVolume24h else { return nil }
    var score = 3 * 365 * fundProfit8h24hProj(at: hour)
    if !(volume > configuration.fullScoreVolume24h) { score *= configuration.qualityPenalty }
    if !(bidAskSpread(at: hour) < configuration.fullScoreSpread) { score *= configuration.qualityPenalty }
    return score
  }

  /// Writes the features of a usable hour, in the order of ``Feature``.
  func write(at hour: Int, into features: inout [Float], from offset: Int) {
    let longSettled = long.settled(at: hour)
    let shortSettled = short.settled(at: hour)
    let profit = 800 * (shortSettled.rate / shortSettled.interval - longSettled.rate / longSettled.interval)
    let profit24h = fundProfit8h24hProj(at: hour)
    let profit3d = 800 * (short.statistics.hourlyRate72h[hour] - long.statistics.hourlyRate72h[hour])
    let cost = fees + long.statistics.spread[hour] + short.statistics.spread[hour]
    let hoursToSettlement = min(
      long.statistics.hoursToSettlement(at: hour, interval: longSettled.interval),
      short.statistics.hoursToSettlement(at: hour, interval: shortSettled.interval))

    func set(_ feature: Feature, _ value: Double) { features[offset + feature.rawValue] = Float(value) }
    set(.isValid, 1)
    set(.longFundingRate, longSettled.rate)
    set(.shortFundingRate, shortSettled.rate)
    set(.longFundingInterval, longSettled.interval / 8)
    set(.shortFundingInterval, shortSettled.interval / 8)
    set(.fundProfit8h, profit)
    set(.fundProfit8h24hProj, profit24h)
    set(.fundProfit8h3dProj, profit3d)
    set(.fundApr, profit * 3 * 365)
    set(.fundApr24hProj, profit24h * 3 * 365)
    set(.fundApr3dProj, profit3d * 3 * 365)
    set(.spread30SampleAverage, priceSpread.mean(at: hour, window: 30))
    set(.priceSpread24hAverage, priceSpread.mean(at: hour, window: 24))
    set(.priceSpread3dAverage, priceSpread.mean(at: hour, window: 72))
    set(.spreadVolatility, priceSpread.standardDeviation(at: hour, window: 24))
    set(.volume24hLog, log10(max(1, volume24h(at: hour))))
    set(.bidAskSpread, bidAskSpread(at: hour))
    set(.orderBookDepthLog, log10(max(1, min(long.statistics.depth[hour], short.statistics.depth[hour]))))
    set(.estimatedProfit, 3 * profit24h - cost)
    set(.positionCost, cost)
    set(.hoursToSettlement, hoursToSettlement / 8)
    set(.priceVolatility, long.statistics.volatility24h[hour] * 100)
  }

  private func volume24h(at hour: Int) -> Double {
    min(long.statistics.quoteVolume24h[hour], short.statistics.quoteVolume24h[hour])
  }

  private func bidAskSpread(at hour: Int) -> Double {
    max(long.statistics.spread[hour], short.statistics.spread[hour])
  }

  private func fundProfit8h24hProj(at hour: Int) -> Double {
    800 * (short.statistics.hourlyRate24h[hour] - long.statistics.hourlyRate24h[hour])
  }
}
