import MarketData
import Randomness
import Testing

@Suite("Placebo signals")
struct OpportunityPlaceboTests {
  private static let hours = 160
  private let table = Self.build(OpportunityMarket.random(hours: Self.hours))

  private static func build(_ dataset: MarketDataset) -> OpportunityTable {
    OpportunityTable.build(from: dataset, liquidity: .standard, rules: .standard, configuration: .init())
  }

  /// What is shown at an hour: pairs and features.
  private struct Row: Hashable {
    let ranked: [Int32]
    let features: [Float]

    init(_ table: OpportunityTable, hour: Int) {
      let width = table.slots * OpportunityTable.featureCount
      ranked = Array(table.ranked[hour * table.slots..<(hour + 1) * table.slots])
      features = Array(table.features[hour * width..<(hour + 1) * width])
    }
  }

  @Test("a lagged table shows what was known before, and nothing in its first hours", arguments: [0, 1, 24, 159])
  func lagged(lag: Int) {
    let lagged = table.lagged(byHours: lag)
    #expect(lagged.pairs == table.pairs && lagged.slots == table.slots && lagged.hourCount == Self.hours)
    for hour in 0..<Self.hours {
      if hour < lag {
        #expect(Row(lagged, hour: hour).ranked.allSatisfy { $0 == -1 })
        #expect(Row(lagged, hour: hour).features.allSatisfy { $0 == 0 })
      } else {
        #expect(Row(lagged, hour: hour) == Row(table, hour: hour - lag))
      }
    }
    #expect((lagged.features == table.features) == (lag == 0))
  }

  @Test("a lag beyond the data leaves no opportunity")
  func longLag() {
    #expect(table.lagged(byHours: 1000).ranked.allSatisfy { $0 == -1 })
  }

  @Test("what a lagged table shows does not depend on the hours of the lag")
  func noLookAhead() {
    let changed = Self.build(OpportunityMarket.perturbed(OpportunityMarket.random(hours: Self.hours), after: 120))
    for hour in 0...130 {
      #expect(Row(changed.lagged(byHours: 10), hour: hour) == Row(table.lagged(byHours: 10), hour: hour))
    }
    #expect(Row(changed.lagged(byHours: 10), hour: 131) != Row(table.lagged(byHours: 10), hour: 131))
  }

  @Test("a shuffled table permutes whole hours within its range and leaves the others")
  func shuffled() {
    var random = RandomStream(seed: 1)
    let shuffled = table.shuffled(within: 80..<150, using: &random)
    func counts(_ table: OpportunityTable) -> [Row: Int] {
      (80..<150).reduce(into: [:]) { $0[Row(table, hour: $1), default: 0] += 1 }
    }
    #expect(counts(shuffled) == counts(table))
    for hour in Array(0..<80) + Array(150..<Self.hours) {
      #expect(Row(shuffled, hour: hour) == Row(table, hour: hour))
    }
    // A random permutation leaves about one hour where it was.
    #expect((80..<150).count { Row(shuffled, hour: $0) == Row(table, hour: $0) } < 8)
  }

  @Test("the permutation follows from the stream, and scaling before or after it is the same")
  func determinism() {
    func shuffled(_ table: OpportunityTable, seed: UInt64) -> [Float] {
      var random = RandomStream(seed: seed)
      return table.shuffled(within: 0..<Self.hours, using: &random).features
    }
    #expect(shuffled(table, seed: 1) == shuffled(table, seed: 1))
    #expect(shuffled(table, seed: 1) != shuffled(table, seed: 2))
    let scaler = StandardScaler.fit(on: table, hours: [80..<100, 120..<150])
    var random = RandomStream(seed: 1)
    let late = table.shuffled(within: 0..<Self.hours, using: &random).scaled(by: scaler)
    #expect(shuffled(table.scaled(by: scaler), seed: 1) == late.features)
  }
}
