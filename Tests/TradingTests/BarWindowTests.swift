import Accounting
import MarketData
import Settings
import Testing
import Trading

@Suite struct BarWindowTests {
  private func row(_ mark: Double) -> [InstrumentBar] {
    var row = TradingFixture.plainRow
    row.mark = mark
    return [row, row]
  }

  @Test("A window keeps its newest bars under the indices that they always had", arguments: [2, 3, 7])
  func rolling(capacity: Int) throws {
    var window = try BarWindow(instrumentCount: 2, capacity: capacity, firstBar: 40)
    for bar in 40..<60 {
      try window.append(row(Double(bar)))
      try window.complete(row(Double(bar) + 0.5))
      #expect(window.bars == max(40, bar + 1 - capacity)..<bar + 1)
      for kept in window.bars {
        #expect(
          try window.withRows(at: kept) { [$0[0].mark, $0[1].mark] } == [Double(kept) + 0.5, Double(kept) + 0.5])
      }
      #expect(throws: ConfigurationError.self) { try window.withRows(at: bar + 1) { _ in } }
      #expect(throws: ConfigurationError.self) { try window.withRows(at: window.bars.lowerBound - 1) { _ in } }
    }
  }

  @Test("Rows that do not fit, and bars that do not exist, are named")
  func refusals() throws {
    #expect(throws: ConfigurationError.self) { try BarWindow(instrumentCount: 0, capacity: 2) }
    #expect(throws: ConfigurationError.self) { try BarWindow(instrumentCount: 2, capacity: 1) }
    var window = try BarWindow(instrumentCount: 2, capacity: 2)
    let early = #expect(throws: ConfigurationError.self) { try window.complete(row(1)) }
    #expect(early?.description == "bar must have begun before it is completed, was none")
    let narrow = #expect(throws: ConfigurationError.self) { try window.append([TradingFixture.plainRow]) }
    #expect(narrow?.description == "bar must have 2 rows, was 1")
  }

  @Test("A live account that is given wrong rows is left as it was")
  func unchanged() throws {
    let fixture = TradingFixture(bars: 3)
    var live = try fixture.live
    #expect(throws: ConfigurationError.self) {
      try live.advance(closed: fixture.bar(0), opening: []) { account, rows in
        account.open(LegOrder(0, .long), symbol: 0, size: 1000, at: rows)
      }
    }
    #expect(live.bar == 0 && live.account.cash == 10_000 && live.account.statistics.entries == 0)
  }

  @Test("Settings out of range are named")
  func settings() {
    func refusal(_ change: (inout AccountSettings) -> Void) -> String? {
      var settings = AccountSettings()
      change(&settings)
      return #expect(throws: ConfigurationError.self) { try settings.validate() }?.description
    }
    #expect(refusal { $0.initialCapital = 0 } == "initialCapital must be positive, was 0.0")
    #expect(refusal { $0.legsPerPosition = 3 } == "legsPerPosition must be 1 or 2, was 3")
    #expect(refusal { $0.positionSlots = 0 } == "positionSlots must be in 1...64, was 0")
    #expect(
      refusal { $0.execution.closesOtherLegInBar = true }
        == "closesOtherLegInBar must be off unless liquidationOrder is by-time, was true")
  }

  @Test("Every reason has a sentence of its own")
  func sentences() {
    let sentences = Rejection.allCases.map(\.sentence)
    #expect(Set(sentences).count == sentences.count)
    #expect(sentences.allSatisfy { $0.hasSuffix(".") && $0.count > 10 })
  }
}
