import Accounting
import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// Random play over every option, hashed: rewards, masks, observations, ledger, trades and equity.
///
/// The market is drawn from uniform numbers by arithmetic alone, so that the hashes do not depend on a machine's
/// mathematical library.
@Suite struct FundingArbitrageGoldenTests {
  /// A configuration and the hash of its play.
  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let hash: String
    let change: @Sendable (inout FundingArbitrageConfiguration) -> Void

    var testDescription: String { name }
  }

  static let goldens = [
    Golden(name: "simple", hash: "a29c69c9883c3d04") { $0 = .simple },
    Golden(name: "pbt, every penalty, halts and drawdown limit", hash: "d5113ed82209fab9") {
      $0 = .pbt
      $0.reward.penalizesEntry = true
      $0.reward.penalizesLiquidationProximity = true
      $0.reward.penalizesStopLoss = true
      $0.risk.dailyLossHalt = 0.005
      $0.risk.terminatingDrawdown = 0.025
    },
    Golden(name: "full, sampled settings", hash: "322c64a251e0dfa8") {
      $0 = .full
      $0.trading = .sampled(TradingConfigRanges())
      $0.risk.dailyLossHalt = 0.05
    },
    Golden(name: "full, leverage 10", hash: "60ea99d8ff5788d2") {
      $0 = .full
      $0.trading = .fixed(
        TradingConfig(leverage: 10, utilization: 0.9, maximumPositions: 5, stopLoss: -0.5, liquidationBuffer: 0.02))
      $0.execution.feeMultiplier = 0.5
      $0.execution.slippageMultiplier = 2
    },
    Golden(name: "linked, decisions every 8 hours, open windows, cost ramp", hash: "4df98a6377713996") {
      $0 = .full
      $0.layout = .linked
      $0.decisionInterval = 8
      $0.closesRandomWindows = false
      $0.window = .randomWindow(hours: 100)
      $0.reward.costRampSteps = 150
      $0.observesProgress = false
      $0.dataRanges = [3..<190, 200..<400]
    },
    Golden(name: "plan's sizes, maker, whole range", hash: "e6a4dfe78fee07e4") {
      $0 = .fullAsPlanned
      $0.window = .fullRange
      $0.execution.role = .maker
      $0.trading = .fixed(TradingConfig(leverage: 5, utilization: 0.9, maximumPositions: 5))
      $0.initialCapital = 250_000
    },
    Golden(name: "full, leverage 10, drawdown limit and sudden ruin", hash: "49122012e9092ca6") {
      $0 = .full
      $0.trading = .fixed(
        TradingConfig(leverage: 10, utilization: 0.94, maximumPositions: 5, stopLoss: -1, liquidationBuffer: 0.02))
      $0.risk.terminatingDrawdown = 0.05
      $0.risk.dailyLossHalt = 0.01
      $0.initialCapital = 3000
    },
    Golden(name: "compact of five, fixed sizes, no cash", hash: "07ed183cd84d1e65") {
      $0 = .pbt
      $0.sizing = .fixedNotional(900)
      $0.initialCapital = 1100
      $0.sizeFractions = [0.5, 1]
    },
  ]

  /// Prices that walk, gaps, a venue whose history ends, wicks, thin depth.
  static var fixture: MarketFixture {
    var fixture = MarketFixture(
      venues: ["alpha", "beta", "gamma"], symbols: ["A", "B", "C", "D", "E", "F"], hours: 400)
    var random = RandomStream(seed: 77)
    for symbol in fixture.symbols.indices {
      var price = 20 + 400 * random.uniformDouble()
      for hour in 0..<fixture.hours {
        let move = 0.08 * (random.uniformDouble() - 0.5)
        for venue in fixture.venues.indices {
          let instrument = venue * fixture.symbols.count + symbol
          let open = price * (1 + 0.01 * (random.uniformDouble() - 0.5))
          let end = venue == 2 && symbol < 3 ? 230 + 40 * symbol : fixture.hours
          var row = MarketFixture.plainRow
          row.quote = hour < end ? random.uniformDouble() < 0.03 ? .carried : .open : hour == end ? .ended : .gone
          row.mark = row.quote == .open || hour == 0 ? open : fixture.rows[instrument][hour - 1].mark
          let wick = random.uniformDouble() < 0.02 ? 0.15 : 0.005
          row.high = row.quote == .open ? row.mark * (1 + max(move, 0) + wick * random.uniformDouble()) : row.mark
          row.low = row.quote == .open ? row.mark * (1 + min(move, 0) - wick * random.uniformDouble()) : row.mark
          row.halfSpread = 0.0005 * random.uniformDouble()
          row.impactScale = 0.00001 * random.uniformDouble()
          row.depth = 20_000 + 500_000 * random.uniformDouble()
          row.isTraded = row.quote == .open && random.uniformDouble() >= 0.04
          row.hourlyRate = hour > 0 ? fixture.rows[instrument][hour - 1].hourlyRate : 0
          let interval = [1, 4, 8][venue]
          if hour % interval == 0, random.uniformDouble() > 0.05 {
            row.settledRate = 0.004 * (random.uniformDouble() - 0.5)
            row.hourlyRate = Float(row.settledRate / Double(interval))
          }
          fixture.rows[instrument][hour] = row
        }
        price *= 1 + move
      }
    }
    return fixture
  }

  @Test("Random play over every option keeps its bits", arguments: goldens)
  func bits(golden: Golden) throws {
    var configuration = FundingArbitrageConfiguration.simple
    golden.change(&configuration)
    var environment = try FundingArbitrageEnvironment(market: Self.fixture.market(), configuration: configuration)
    #expect(environment.playHash(steps: 1200, seed: 5) == golden.hash)
  }

  @Test("Play on a generated market keeps its bits, from the candles on")
  func generatedMarket() throws {
    var settings = SyntheticMarketConfiguration()
    settings.days = 30
    settings.symbols = ["AAAUSDT", "BBBUSDT", "CCCUSDT"]
    let dataset = try SyntheticMarket(settings).generate(seed: 4)
    // Another mathematical library may draw another market.
    guard dataset.fingerprint == "e0f66b5b7192cc24" else { return }
    #expect(try Self.hash(of: dataset) == "c88949a7f88b1428")
  }

  /// The hash of a short play on a dataset, in the linked layout.
  static func hash(of dataset: MarketDataset) throws -> String {
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: .standard)
    let table = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration())
    let market = FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: table, liquidity: .standard, rulebook: .standard)
    var configuration = FundingArbitrageConfiguration.full
    configuration.layout = .linked
    configuration.initialCapital = 100_000
    var environment = try FundingArbitrageEnvironment(market: market, configuration: configuration)
    return environment.playHash(steps: 500, seed: 6)
  }

  @Test("The play meets every event that can be booked")
  func coverage() throws {
    var statistics = EnvironmentStatistics()
    var reasons: Set<ClosedTrade.Reason> = []
    var terminations = 0
    for golden in Self.goldens {
      var configuration = FundingArbitrageConfiguration.simple
      golden.change(&configuration)
      var environment = try FundingArbitrageEnvironment(market: Self.fixture.market(), configuration: configuration)
      var hash = DatasetFingerprint()
      environment.play(steps: 1200, seed: 5, into: &hash) { ended in
        statistics.entries += ended.statistics.entries
        statistics.unfilledEntries += ended.statistics.unfilledEntries
        statistics.unfilledExits += ended.statistics.unfilledExits
        statistics.stopLosses += ended.statistics.stopLosses
        statistics.liquidatedLegs += ended.statistics.liquidatedLegs
        statistics.halts += ended.statistics.halts
        terminations += ended.end == .terminated ? 1 : 0
        reasons.formUnion(ended.recording?.trades.map(\.reason) ?? [])
      }
    }
    #expect(statistics.entries > 500 && statistics.liquidatedLegs > 30 && statistics.stopLosses > 30)
    #expect(statistics.unfilledEntries > 10 && statistics.unfilledExits > 10 && statistics.halts > 2)
    #expect(terminations > 0 && reasons == Set(ClosedTrade.Reason.allCases))
  }
}

extension FundingArbitrageEnvironment {
  /// Plays episodes of random valid actions and hashes everything that can be seen and everything that is booked.
  mutating func playHash(steps: Int, seed: UInt64) -> String {
    var hash = DatasetFingerprint()
    play(steps: steps, seed: seed, into: &hash) { _ in }
    return hash.hexadecimal
  }

  /// Plays at least so many steps, to the end of an episode.
  mutating func play(
    steps: Int, seed: UInt64, into hash: inout DatasetFingerprint, atEnd: (FundingArbitrageEnvironment) -> Void
  ) {
    isRecording = true
    var random = RandomStream(seed: seed)
    var taken = 0
    while taken < steps {
      reset(using: &random)
      while end == nil {
        let flags = mask
        hash.combine(observation.map(Double.init))
        for (index, flag) in flags.enumerated() where flag { hash.combine(UInt64(index)) }
        hash.combine(UInt64(step(RandomValid.choose(from: flags.span, using: &random)).reward.bitPattern))
        taken += 1
      }
      hash.combine(observation.map(Double.init))
      if let books = finishedBooks { hash.combine(books) }
      atEnd(self)
    }
  }
}

extension DatasetFingerprint {
  /// Takes in every field of the books.
  mutating func combine(_ books: EpisodeBooks) {
    for row in books.ledger {
      combine(UInt64(bitPattern: row.timestamp))
      combine(UInt64(row.position))
      for text in [row.venue, row.symbol, row.side.rawValue, row.kind.rawValue] { combine(text) }
      combine([row.quantity, row.price, row.rate, row.amount])
    }
    for trade in books.trades {
      combine(UInt64(trade.position))
      combine(trade.symbol)
      combine(trade.reason.rawValue)
      for leg in [trade.long, trade.short] {
        guard let leg else { continue }
        combine(leg.venue)
        combine([leg.entryPrice, leg.exitPrice, Double(leg.exitTimestamp), leg.quantity])
      }
      combine([
        Double(trade.entryTimestamp), Double(trade.exitTimestamp), trade.size, trade.leverage, trade.funding,
        trade.fees,
        trade.priceProfit,
      ])
    }
    for point in books.equity {
      combine([Double(point.timestamp), point.cash, point.equity, point.marginUsed, Double(point.positions)])
    }
  }
}
