import MarketData
import RLCore
import Randomness
import Trading

@testable import Envs

/// A market written by hand: every instrument costs 100, trades in every hour, has no spread and settles nothing,
/// until a test says otherwise.
struct MarketFixture {
  var venues: [String]
  var symbols: [String]
  let hours: Int
  var rules: [VenueRules]
  /// [instrument][hour]; instruments are ordered by venue, then symbol.
  var rows: [[InstrumentBar]]

  static let plainRow = InstrumentBar(
    mark: 100, high: 100, low: 100, settledRate: .nan, halfSpread: 0, depth: 1e9, impactScale: 0, hourlyRate: 0,
    isTraded: true, quote: .open)

  /// One maintenance tier of 0.5 %, fee 0.05 %, liquidation fee 0.1 %, least notional 10.
  static let plainRules = VenueRules(
    makerFee: 0.0002, takerFee: 0.0005, minimumNotional: 10, liquidationFee: 0.001,
    marginTiers: MarginTier.table([(0, 0.005, 125)]))

  init(venues: [String] = ["alpha", "beta"], symbols: [String] = ["BTCUSDT"], hours: Int) {
    self.venues = venues
    self.symbols = symbols
    self.hours = hours
    rules = Array(repeating: Self.plainRules, count: venues.count)
    rows = Array(repeating: Array(repeating: Self.plainRow, count: hours), count: venues.count * symbols.count)
  }

  /// Settles a rate at an hour; later hours know it as the last rate.
  mutating func settle(_ rate: Double, of instrument: Int, at hour: Int, interval: Double = 8) {
    rows[instrument][hour].settledRate = rate
    for later in hour..<hours { rows[instrument][later].hourlyRate = Float(rate / interval) }
  }

  /// Sets the open, and with it high and low, from an hour on.
  mutating func price(_ price: Double, of instrument: Int, from hour: Int) {
    for later in hour..<hours {
      rows[instrument][later].mark = price
      rows[instrument][later].high = price
      rows[instrument][later].low = price
    }
  }

  /// The compiled market: all ordered pairs in every hour, up to the number of slots.
  func market(slotCount: Int = 10) -> FundingArbitrageMarket {
    let pairs = symbols.indices.flatMap { symbol in
      venues.indices.flatMap { long in
        venues.indices.filter { $0 != long }.map { short in
          OpportunityTable.Pair(
            symbol: symbol, long: long * symbols.count + symbol, short: short * symbols.count + symbol)
        }
      }
    }
    let identities = venues.indices.flatMap { venue in
      symbols.map { TradedInstrument(venue: venues[venue], symbol: $0, rules: venue) }
    }
    var slots = ContiguousArray<OpportunitySlot>()
    var features = ContiguousArray<Float>()
    for hour in 0..<hours {
      for slot in 0..<slotCount {
        guard slot < pairs.count else {
          slots.append(.empty)
          features.append(contentsOf: [Float](repeating: 0, count: FundingArbitrageMarket.featureCount))
          continue
        }
        // Other pairs come first in other hours, so that slots do not mean the same all the time.
        let pair = pairs[(slot + hour / 24) % pairs.count]
        slots.append(
          OpportunitySlot(
            pair: pair, instruments: identities, rules: rules, long: rows[pair.long][hour],
            short: rows[pair.short][hour]))
        features.append(1)
        features.append(
          contentsOf: (1..<FundingArbitrageMarket.featureCount).map { Float(hour) / 100 + Float($0) / 1000 })
      }
    }
    return FundingArbitrageMarket(
      symbols: symbols, start: 0, slotCount: slotCount, pairs: pairs, instruments: identities, rules: rules,
      rows: ContiguousArray(rows.joined()), slots: slots, features: features)
  }

  /// Prices on random walks with basis noise, funding every 8 hours or every hour, spreads, depth, dead hours.
  static func random(
    venues: [String] = ["alpha", "beta", "gamma"], symbols: [String], hours: Int, seed: UInt64,
    volatility: Double = 0.02, basis: Double = 0.001, deadShare: Double = 0.03
  ) -> MarketFixture {
    var fixture = MarketFixture(venues: venues, symbols: symbols, hours: hours)
    var random = RandomStream(seed: seed)
    for symbol in symbols.indices {
      var price = 20 + 400 * random.uniformDouble()
      for hour in 0..<hours {
        let move = volatility * random.normal()
        for venue in venues.indices {
          let instrument = venue * symbols.count + symbol
          let open = price * (1 + basis * random.normal())
          var row = plainRow
          row.mark = open
          row.high = open * (1 + max(move, 0) + 0.005 * random.uniformDouble())
          row.low = open * (1 + min(move, 0) - 0.005 * random.uniformDouble())
          row.halfSpread = 0.0005 * random.uniformDouble()
          row.impactScale = 0.00001 * random.uniformDouble()
          row.depth = 50_000 + 500_000 * random.uniformDouble()
          row.isTraded = random.uniformDouble() >= deadShare
          row.hourlyRate = hour > 0 ? fixture.rows[instrument][hour - 1].hourlyRate : 0
          let interval = venue == 0 ? 1 : 8
          if hour % interval == 0 {
            row.settledRate = 0.001 * random.normal()
            row.hourlyRate = Float(row.settledRate / Double(interval))
          }
          fixture.rows[instrument][hour] = row
        }
        price *= 1 + move
      }
    }
    return fixture
  }
}

extension FundingArbitrageConfiguration {
  /// One slot each, 1000 USD a leg at leverage 2, the whole range: small enough to follow by hand.
  static var story: Self {
    var configuration = simple
    configuration.opportunitySlots = 2
    configuration.sizing = .fixedNotional(1000)
    configuration.window = .fullRange
    configuration.trading = .fixed(TradingConfig(maximumPositions: 1, stopLoss: -1))
    return configuration
  }
}

extension FundingArbitrageEnvironment {
  /// An environment that records, at the start of its first episode.
  static func recording(
    _ fixture: MarketFixture, _ configuration: FundingArbitrageConfiguration, seed: UInt64 = 1
  ) throws -> FundingArbitrageEnvironment {
    var environment = try FundingArbitrageEnvironment(
      market: fixture.market(slotCount: max(10, configuration.opportunitySlots)), configuration: configuration)
    environment.isRecording = true
    var random = RandomStream(seed: seed)
    environment.reset(using: &random)
    return environment
  }

  mutating func take(_ meaning: FundingArbitrageAction) -> StepOutcome { step(configuration.action(meaning)) }

  /// Holds until the episode ends.
  mutating func holdToTheEnd() {
    while end == nil { _ = take(.hold) }
  }

  var mask: [Bool] {
    var mask = [Bool](repeating: true, count: actionSpace.count)
    var span = mask.mutableSpan
    writeActionMask(into: &span)
    return mask
  }

  var observation: [Float] {
    var observation = [Float](repeating: .nan, count: observationSpace.width)
    var span = observation.mutableSpan
    writeObservation(into: &span)
    return observation
  }
}

/// Whether two amounts of money are the same but for rounding.
func isClose(_ first: Double, _ second: Double, to tolerance: Double = 1e-9) -> Bool {
  abs(first - second) <= tolerance * max(1, abs(first), abs(second))
}

/// The same for an amount that may be missing; a missing one is close to nothing.
func isClose(_ first: Double?, _ second: Double, to tolerance: Double = 1e-9) -> Bool {
  first.map { isClose($0, second, to: tolerance) } ?? false
}
