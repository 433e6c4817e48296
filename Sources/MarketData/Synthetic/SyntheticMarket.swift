import Randomness
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A generator of markets that look like the real ones in the statistics that matter to funding arbitrage.
///
/// A Markov chain over regimes drives each symbol's price and sentiment; each venue adds its own basis, premium and
/// volume, and settles funding by its published formula. Nothing here predicts a real market: a policy that profits
/// on it has learned this generator.
public struct SyntheticMarket: Sendable {
  /// The parameters in use.
  public let configuration: SyntheticMarketConfiguration

  /// A generator with checked parameters.
  public init(_ configuration: SyntheticMarketConfiguration = .init()) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// A market from a seed: equal seeds and configurations give equal bits.
  ///
  /// Streams are split by symbol and venue name, so a symbol's series depends on neither the other symbols nor the
  /// order in which they are made (its volume depends on its rank).
  ///
  /// - Complexity: O(symbols × hours × (steps + venues × steps)).
  public func generate(seed: UInt64) -> MarketDataset {
    let random = RandomStream(seed: seed).split("synthetic market")
    let start = configuration.firstHour ?? 0
    let hours = configuration.days * 24
    let firstHourOfDay = Int((start / BarLength.hour.milliseconds) % 24)
    let market = MarketFactor(
      configuration, hours: hours, firstHourOfDay: firstHourOfDay, using: random.split("market"))
    let venues = configuration.venues.sorted { $0.name < $1.name }
    let symbols = configuration.symbols.sorted()
    var instruments: [[InstrumentSeries]] = venues.map { _ in [] }
    for (symbolIndex, symbol) in symbols.enumerated() {
      let symbolRandom = random.split("symbol \(symbol)")
      var levelRandom = symbolRandom.split("levels")
      let startPrice = pow(10, levelRandom.uniform(in: -1..<4))
      let volatility = configuration.hourlyVolatility * exp(0.2 * levelRandom.normal())
      let path = PricePath(
        configuration, startPrice: startPrice, volatility: volatility, market: market, using: symbolRandom)
      let shared = sharedPremium(along: path, using: symbolRandom.split("premium"))
      for (venueIndex, venue) in venues.enumerated() {
        let simulation = VenueSimulation(
          configuration: configuration, venue: venue, rank: configuration.symbols.firstIndex(of: symbol) ?? 0,
          firstHourOfDay: firstHourOfDay, volatility: volatility,
          ticksPerDollar: pow(10, 5 - log10(startPrice).rounded(.down)))
        instruments[venueIndex].append(
          simulation.series(
            venueIndex: venueIndex, symbolIndex: symbolIndex, path: path, shared: shared,
            using: symbolRandom.split("venue \(venue.name)")))
      }
    }
    return MarketDataset(
      venues: venues.map(\.name), symbols: symbols, start: start, barCount: hours,
      instruments: instruments.flatMap(\.self), origin: .synthetic(seed: seed))
  }

  /// Sentiment of a symbol: mean reversion around what its regime adds.
  private func sharedPremium(along path: PricePath, using stream: RandomStream) -> [Double] {
    var random = stream
    var premium = MeanReversion(
      deviation: configuration.sharedPremiumDeviation, halfLifeHours: configuration.sharedPremiumHalfLife,
      using: &random)
    var regimeShift = 0.0
    return path.behaviours.map { behaviour in
      premium.advance(using: &random)
      regimeShift += (behaviour.sentiment - regimeShift) / Self.sentimentHours
      return premium.value + regimeShift
    }
  }

  /// Hours over which sentiment follows a change of regime.
  private static let sentimentHours = 12.0
}

/// A generated market as a source.
public struct SyntheticMarketSource: MarketDataSource {
  /// The parameters.
  public var configuration: SyntheticMarketConfiguration
  /// Where its draws come from.
  public var seed: UInt64

  /// A market from its parameters and a seed.
  public init(_ configuration: SyntheticMarketConfiguration = .init(), seed: UInt64) {
    self.configuration = configuration
    self.seed = seed
  }

  /// Generates the market.
  ///
  /// - Throws: A ``MarketDataError`` for parameters out of range.
  public func load() throws(MarketDataError) -> LoadedMarket {
    let market: SyntheticMarket
    do {
      market = try SyntheticMarket(configuration)
    } catch {
      throw MarketDataError(error)
    }
    let dataset = market.generate(seed: seed)
    return LoadedMarket(dataset: dataset, quality: QualityReport(of: dataset))
  }
}
