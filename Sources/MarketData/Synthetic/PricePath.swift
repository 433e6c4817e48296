import Randomness

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The simulated log-price of one symbol that its venues share, with the extremes of every step within the hour.
///
/// Within a regime the price is a geometric Brownian motion with drift, or an Ornstein–Uhlenbeck process around the
/// price at which the regime began, plus rare jumps. The extremes of a step are drawn from the law of a Brownian
/// bridge between its ends, so that ranges do not depend on the number of steps.
struct PricePath {
  /// log-price at the begin of every hour; one entry more than there are hours.
  private(set) var edges: [Double]
  /// log-price at the end of every step, row-major [hour × step].
  private(set) var ends: [Double] = []
  /// Highest log-price within every step.
  private(set) var highs: [Double] = []
  /// Lowest log-price within every step.
  private(set) var lows: [Double] = []
  /// Behaviour in force, one an hour.
  private(set) var behaviours: [RegimeBehaviour] = []

  init(
    _ configuration: SyntheticMarketConfiguration, startPrice: Double, volatility: Double, market: MarketFactor,
    using random: RandomStream
  ) {
    let steps = configuration.stepsPerHour
    let hours = market.volatility.count
    let marketWeight = configuration.marketShare.squareRoot()
    let ownWeight = (1 - configuration.marketShare).squareRoot()
    var regimeRandom = random.split("regimes")
    var moveRandom = random.split("moves")
    var extremeRandom = random.split("extremes")
    var jumpRandom = random.split("jumps")
    var chain = RegimeChain(configuration.regimes, using: &regimeRandom)
    var price = log(startPrice)
    var anchor = price
    edges = [price]
    for hour in 0..<hours {
      if chain.advance(using: &regimeRandom) { anchor = price }
      let behaviour = chain.behaviour
      let hourVolatility = volatility * behaviour.volatility * market.volatility[hour]
      let stepVolatility = hourVolatility / Double(steps).squareRoot()
      var jumpStep = -1
      var jump = 0.0
      if jumpRandom.uniformDouble() < configuration.jumpChance {
        jumpStep = jumpRandom.index(below: steps)
        jump = configuration.jumpSize * volatility * jumpRandom.normal()
      }
      for step in 0..<steps {
        let noise = marketWeight * market.moves[hour * steps + step] + ownWeight * moveRandom.normal()
        let pull = behaviour.pull * (anchor - price)
        let end =
          price + (behaviour.drift * hourVolatility + pull) / Double(steps) + stepVolatility * noise
          + (step == jumpStep ? jump : 0)
        highs.append(Self.bridgeMaximum(from: price, to: end, deviation: stepVolatility, using: &extremeRandom))
        lows.append(-Self.bridgeMaximum(from: -price, to: -end, deviation: stepVolatility, using: &extremeRandom))
        ends.append(end)
        price = end
      }
      edges.append(price)
      behaviours.append(behaviour)
    }
  }

  /// A draw of the maximum of a Brownian bridge: (a + b + √((b − a)² − 2s²·ln U))/2 (Karatzas and Shreve 1991, §2.8).
  private static func bridgeMaximum(
    from start: Double, to end: Double, deviation: Double, using random: inout RandomStream
  ) -> Double {
    let distance = end - start
    let spread = distance * distance - 2 * deviation * deviation * log(1 - random.uniformDouble())
    return (start + end + spread.squareRoot()) / 2
  }
}
