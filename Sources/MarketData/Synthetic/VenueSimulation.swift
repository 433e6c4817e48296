import Randomness

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns the shared path of a symbol into the candles and the funding of one venue.
struct VenueSimulation {
  let configuration: SyntheticMarketConfiguration
  let venue: SyntheticVenue
  /// Rank of the symbol by traded value, from 0.
  let rank: Int
  /// Hour of the day (UTC) of hour 0; settlements fall on multiples of the interval.
  let firstHourOfDay: Int
  /// Volatility of an ordinary hour of the symbol.
  let volatility: Double
  /// Price steps a dollar: prices are rounded to this grid.
  let ticksPerDollar: Double

  /// Simulates every hour.
  ///
  /// - Parameters:
  ///   - venueIndex: Place of the venue in the market.
  ///   - symbolIndex: Place of the symbol in the market.
  ///   - path: Price that all venues share.
  ///   - shared: Premium that all venues share, one an hour.
  ///   - random: Of this series alone.
  /// - Returns: Candles and settlements.
  func series(
    venueIndex: Int, symbolIndex: Int, path: PricePath, shared: [Double], using random: RandomStream
  ) -> InstrumentSeries {
    let hours = shared.count
    let interval =
      configuration.fundingRegimes == nil ? venue.interval(ofSymbol: rank) : FundingRegimes.intervalHours
    var premiumRandom = random.split("premium")
    var premium = PremiumProcess(venue, using: &premiumRandom)
    var premiums: [Double] = []
    for hour in 0..<hours { premiums.append(premium.advance(shared: shared[hour], using: &premiumRandom)) }

    var (rates, intervals) = ([Double](repeating: .nan, count: hours), [Double](repeating: .nan, count: hours))
    var regimeRandom = random.split("funding regimes")
    var planted = configuration.fundingRegimes.flatMap {
      $0.venue == venue.name ? RegimePath($0, using: &regimeRandom) : nil
    }
    for hour in 1..<hours where (firstHourOfDay + hour) % interval == 0 {
      let rate: Double
      if configuration.fundingRegimes != nil {
        rate = planted?.advance(using: &regimeRandom) ?? 0
      } else {
        let covered = premiums[max(0, hour - interval)..<hour]
        let mean = covered.reduce(0, +) / Double(covered.count)
        rate = venue.rateFor8Hours(premium: mean) * Double(interval) / 8
      }
      rates[hour] = (rate * Self.rateGrid).rounded() / Self.rateGrid
      intervals[hour] = Double(interval)
    }
    let candles = candles(path: path, premiums: premiums, using: random)
    return InstrumentSeries(
      venue: venueIndex, symbol: symbolIndex, open: candles.map(\.open), high: candles.map(\.high),
      low: candles.map(\.low), close: candles.map(\.close), volume: candles.map(\.volume), settledRate: rates,
      intervalHours: intervals, isImputed: [Bool](repeating: false, count: hours))
  }

  /// The venue's price is the shared price times exp(basis); the basis is the premium plus fast noise at the edges of
  /// hours and moves linearly between them.
  private func candles(path: PricePath, premiums: [Double], using random: RandomStream) -> [Candle] {
    var basisRandom = random.split("basis")
    var volumeRandom = random.split("volume")
    var noise = MeanReversion(
      deviation: venue.basisNoise, halfLifeHours: venue.basisHalfLife, using: &basisRandom)
    var activity = MeanReversion(
      deviation: configuration.volumeDeviation, halfLifeHours: configuration.volumeHalfLife, using: &volumeRandom)
    let steps = configuration.stepsPerHour
    var basis = premiums[0] + noise.value
    var candles: [Candle] = []
    for hour in premiums.indices {
      noise.advance(using: &basisRandom)
      activity.advance(using: &volumeRandom)
      let isSilent = isThin && volumeRandom.uniformDouble() < venue.zeroVolumeChance
      let nextBasis = premiums[min(hour + 1, premiums.count - 1)] + noise.value
      if isSilent, let price = candles.last?.close {
        candles.append(Candle(open: price, high: price, low: price, close: price, volume: 0))
      } else {
        let (first, last) = (path.edges[hour] + basis, path.edges[hour + 1] + nextBasis)
        var (highest, lowest) = (max(first, last), min(first, last))
        for step in 0..<steps {
          let interpolated = basis + (nextBasis - basis) * (Double(step) + 0.5) / Double(steps)
          highest = max(highest, path.highs[hour * steps + step] + interpolated)
          lowest = min(lowest, path.lows[hour * steps + step] + interpolated)
        }
        let close = price(last)
        candles.append(
          Candle(
            open: price(first), high: price(highest), low: price(lowest), close: close,
            volume: volume(range: highest - lowest, activity: activity.value, price: close)))
      }
      basis = nextBasis
    }
    return candles
  }

  /// Traded quantity: log₁₀ of its value rises with the hour's range and falls with the symbol's rank.
  private func volume(range: Double, activity: Double, price: Double) -> Double {
    let surprise = log10(range / (Self.ordinaryRange * volatility))
    let level = venue.volumeLevel + Self.volumeTilt * (Double(configuration.symbols.count - 1) / 2 - Double(rank))
    let value = pow(10, level + configuration.volumeElasticity * surprise + activity)
    return max((value / price * Self.volumeGrid).rounded(), 1) / Self.volumeGrid
  }

  /// Whether the symbol belongs to the least traded third.
  private var isThin: Bool { rank >= configuration.symbols.count - configuration.symbols.count / 3 }

  private func price(_ logPrice: Double) -> Double {
    max((exp(logPrice) * ticksPerDollar).rounded(), 1) / ticksPerDollar
  }

  /// Median range of a Brownian motion over a unit of time.
  private static let ordinaryRange = 1.53
  /// Difference of log₁₀ volume between neighbouring ranks.
  private static let volumeTilt = 0.13
  /// Rates are multiples of 10⁻⁸, as venues print them.
  private static let rateGrid = 1e8
  /// Volumes are multiples of 10⁻³.
  private static let volumeGrid = 1e3
}
