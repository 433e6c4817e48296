import MarketData
import Testing

@Suite("Opportunities of the real data", .enabled(if: OpportunityMarket.realFolder != nil))
struct OpportunityRealDataTests {
  #if !DEBUG
    @Test("the whole folder builds with finite features and full slots")
    func wholeFolder() throws {
      let folder = try #require(OpportunityMarket.realFolder)
      let dataset = try MarketDataset.load(from: folder).dataset
      let built = OpportunityTable.build(
        from: dataset, liquidity: .standard, rules: .standard, configuration: .init())
      #expect(built.features.allSatisfy { $0.isFinite })
      // After the first week nearly every slot of every hour is filled, and the best pair earns something.
      let rows = 168 * built.slots..<built.ranked.count
      let filled = built.ranked[rows].count { $0 >= 0 }
      #expect(Double(filled) > 0.9 * Double(rows.count))
    }
  #endif
}
