import MarketData
import Settings
import Testing

@Suite("Which opportunities count and how they rank")
struct OpportunityRankingTests {
  private static let liquidity = LiquidityModel(
    spreadIntercept: -2, spreadSlope: 0, depthIntercept: 4, depthSlope: 0)

  private func build(
    _ dataset: MarketDataset, liquidity: LiquidityModel = liquidity, configuration: OpportunityConfiguration = .init()
  ) -> OpportunityTable {
    OpportunityTable.build(from: dataset, liquidity: liquidity, rules: .standard, configuration: configuration)
  }

  /// Two venues; the first symbols earn `rates[symbol]` an interval when sold on the second venue.
  private func market(rates: [Double], volumes: [Double]) -> MarketDataset {
    var instruments: [InstrumentSeries] = []
    for venue in 0..<2 {
      for symbol in rates.indices {
        instruments.append(
          OpportunityMarket.series(
            venue: venue, symbol: symbol, hours: 80, rate: { _ in venue == 1 ? rates[symbol] : 0 },
            volume: { _ in volumes[symbol] }))
      }
    }
    return OpportunityMarket.dataset(
      venues: ["binance", "bybit"], symbols: rates.indices.map { "S\($0)" }, instruments: instruments)
  }

  @Test("a thin market or a wide spread halves the score, and equal scores keep the order of pairs")
  func compositeScore() {
    // Volumes of 24 hours: 1e7 for all but symbol 1, which has 1e5.
    let dataset = market(
      rates: [0.0001, 0.00015, 0.00008, 0.0001], volumes: [1e7, 1e5, 1e7, 1e7].map { $0 / 2400 })
    let table = build(dataset, configuration: .init(slots: 4))
    let symbols = (0..<4).compactMap { table.pair(hour: 75, slot: $0).map { table.pairs[$0].symbol } }
    #expect(symbols == [0, 3, 2, 1])
    for slot in 0..<4 {
      #expect(table.pair(hour: 75, slot: slot).map { table.pairs[$0].long < table.pairs[$0].short } == true)
    }
    // With no penalty for either, the highest yield leads.
    let unpenalised = build(dataset, configuration: .init(slots: 4, qualityPenalty: 1))
    #expect(unpenalised.pair(hour: 75, slot: 0).map { unpenalised.pairs[$0].symbol } == 1)
    // A spread of 10^(2 − 0.5·log₁₀ V) percent is 0.32 % at 1e5 and 0.032 % at 1e7: only symbol 1 is penalised again.
    let steep = LiquidityModel(spreadIntercept: 2, spreadSlope: -0.5, depthIntercept: 4, depthSlope: 0)
    let wide = build(dataset, liquidity: steep, configuration: .init(slots: 4, fullScoreVolume24h: 0))
    let order = (0..<4).compactMap { wide.pair(hour: 75, slot: $0).map { wide.pairs[$0].symbol } }
    #expect(order == [0, 3, 2, 1])
  }

  @Test("only the best are kept, and a smaller table is the head of a larger one")
  func slots() {
    let dataset = OpportunityMarket.random(hours: 150)
    let large = build(dataset, configuration: .init(slots: 24))
    let small = build(dataset, configuration: .init(slots: 3))
    var filled = 0
    for hour in 0..<150 {
      for slot in 0..<3 {
        #expect(small.pair(hour: hour, slot: slot) == large.pair(hour: hour, slot: slot))
        filled += small.pair(hour: hour, slot: slot) == nil ? 0 : 1
      }
    }
    #expect(filled > 100)
  }

  @Test("scores never rise from slot to slot", arguments: [1, 2, 3] as [UInt64])
  func descending(seed: UInt64) {
    let table = build(
      OpportunityMarket.random(hours: 150, seed: seed), liquidity: .standard, configuration: .init(slots: 24))
    for hour in 0..<150 {
      var previous = Float.infinity
      for slot in 0..<24 where table.pair(hour: hour, slot: slot) != nil {
        var score = table.feature(.fundApr24hProj, hour: hour, slot: slot)
        if table.feature(.volume24hLog, hour: hour, slot: slot) <= 6 { score *= 0.5 }
        if table.feature(.bidAskSpread, hour: hour, slot: slot) >= 0.1 { score *= 0.5 }
        #expect(score <= previous)
        previous = score
      }
    }
  }

  enum Fault: CaseIterable {
    case none, noOpen, gap, noTrade, staleRate, shortHistory, smallVolume
  }

  @Test("each missing condition removes the opportunity", arguments: Fault.allCases)
  func validity(fault: Fault) {
    let hour = 78
    let base = OpportunityMarket.series(venue: 0, hours: 80, rate: { _ in 0.0001 })
    func replaced(_ values: [Double], _ range: ClosedRange<Int>, by value: Double, when wanted: Fault) -> [Double] {
      values.indices.map { fault == wanted && range.contains($0) ? value : values[$0] }
    }
    func blank(_ values: [Double]) -> [Double] {
      replaced(replaced(values, 60...60, by: .nan, when: .gap), 0...7, by: .nan, when: .shortHistory)
    }
    let faulty = InstrumentSeries(
      venue: 0, symbol: 0, open: replaced(blank(base.open), hour...hour, by: .nan, when: .noOpen),
      high: blank(base.high), low: blank(base.low), close: blank(base.close),
      volume: replaced(blank(base.volume), (hour - 1)...(hour - 1), by: 0, when: .noTrade),
      settledRate: replaced(base.settledRate, 54...hour, by: .nan, when: .staleRate),
      intervalHours: replaced(base.intervalHours, 54...hour, by: .nan, when: .staleRate), isImputed: base.isImputed)
    let dataset = OpportunityMarket.dataset(
      venues: ["binance", "bybit"],
      instruments: [faulty, OpportunityMarket.series(venue: 1, hours: 80, rate: { _ in 0.0002 })])
    let table = build(
      dataset, configuration: .init(minimumVolume24h: fault == .smallVolume ? 2.5e6 : 2.3e6))
    #expect((table.pair(hour: hour, slot: 0) != nil) == (fault == .none))
  }

  @Test("a perturbed future leaves every earlier ranking and feature bit-identical")
  func noLookAhead() {
    let dataset = OpportunityMarket.random(hours: 140)
    let original = build(dataset, liquidity: .standard)
    for hour in [72, 96, 101, 120, 138] {
      let altered = build(OpportunityMarket.perturbed(dataset, after: hour), liquidity: .standard)
      let rows = (hour + 1) * original.slots
      #expect(original.ranked[..<rows] == altered.ranked[..<rows])
      let values = rows * OpportunityTable.featureCount
      #expect(
        original.features[..<values].map(\.bitPattern) == altered.features[..<values].map(\.bitPattern))
      #expect(original.features[values...].map(\.bitPattern) != altered.features[values...].map(\.bitPattern))
    }
  }

  @Test("a configuration out of range is refused by name")
  func validation() {
    #expect(throws: ConfigurationError(field: "slots", must: "be in 1...1000", found: "0")) {
      try OpportunityConfiguration(slots: 0).validate()
    }
    #expect(throws: ConfigurationError.self) { try OpportunityConfiguration(minimumHistoryHours: 5).validate() }
    #expect(throws: Never.self) { try OpportunityConfiguration().validate() }
  }
}
