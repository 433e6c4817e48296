import Randomness

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What all simulated symbols share: the moves of the market and its volatility.
struct MarketFactor {
  /// Standard normal moves, row-major [hour × step].
  let moves: [Double]
  /// Factor on every symbol's volatility, one an hour.
  let volatility: [Double]

  init(_ configuration: SyntheticMarketConfiguration, hours: Int, firstHourOfDay: Int, using random: RandomStream) {
    var moveRandom = random.split("moves")
    var volatilityRandom = random.split("volatility")
    moves = (0..<hours * configuration.stepsPerHour).map { _ in moveRandom.normal() }
    var logVolatility = MeanReversion(
      deviation: configuration.volatilityDeviation, halfLifeHours: configuration.volatilityHalfLife,
      using: &volatilityRandom)
    volatility = (0..<hours).map { hour in
      logVolatility.advance(using: &volatilityRandom)
      let hourOfDay = Double((firstHourOfDay + hour) % 24)
      let cycle = 1 + configuration.dailyCycle * cos(2 * .pi * (hourOfDay - Self.busiestHour) / 24)
      return cycle * exp(logVolatility.value)
    }
  }

  /// Hour of the day (UTC) at which the daily cycle peaks: Europe and America both trade.
  private static let busiestHour = 15.0
}
