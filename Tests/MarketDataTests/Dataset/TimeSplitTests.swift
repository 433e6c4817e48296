import Foundation
import MarketData
import Testing

@Suite("Splitting time")
struct TimeSplitTests {
  /// Ten days from 2025-01-01.
  private let dataset: MarketDataset
  init() throws {
    dataset = try SyntheticMarket(.init(symbols: ["AUSDT"], days: 10)).generate(seed: 1)
  }

  private func sentence(_ make: () throws -> TimeSplit) -> String? {
    #expect(throws: MarketDataError.self) { try make() }?.description
  }

  @Test("By default 60 % train, 20 % validation, 20 % final")
  func defaults() throws {
    let split = try TimeSplit(of: dataset)
    #expect(split.train == 0..<144)
    #expect(split.validation == 144..<192)
    #expect(split.final == 192..<240)
  }

  @Test("Windows are ordered, disjoint and never empty for any shares")
  func invariants() throws {
    for train in stride(from: 0.05, through: 0.9, by: 0.05) {
      let split = try TimeSplit(fractions: .init(train: train, validation: (1 - train) / 2), of: dataset)
      #expect(split.train.upperBound == split.validation.lowerBound)
      #expect(split.validation.upperBound == split.final.lowerBound)
      #expect(!split.train.isEmpty && !split.validation.isEmpty && !split.final.isEmpty)
      #expect(split.final.upperBound == dataset.barCount)
    }
  }

  @Test("Dates cut at the first hour at or after them")
  func dates() throws {
    let split = try TimeSplit(
      dates: .init(
        trainFrom: "2025-01-02", validationFrom: "2025-01-05T12:30Z", finalFrom: "2025-01-07T00:00:00",
        finalTo: "2025-02-01"),
      of: dataset)
    #expect(split.train == 24..<109)
    #expect(split.validation == 109..<144)
    #expect(split.final == 144..<240)
  }

  @Test("Shares that leave nothing are refused")
  func badFractions() {
    #expect(
      sentence { try TimeSplit(fractions: .init(train: 0.8, validation: 0.2), of: dataset) }
        == "fractions.train + fractions.validation must leave a share for the final window, was 1.0")
    #expect(
      sentence { try TimeSplit(fractions: .init(train: 0), of: dataset) }
        == "fractions.train must be between 0 and 1, was 0.0")
  }

  @Test("Dates that are none, go backwards or miss the data are refused")
  func badDates() {
    #expect(
      sentence { try TimeSplit(dates: .init(validationFrom: "soon", finalFrom: "2025-01-07"), of: dataset) }
        == "validationFrom must be YYYY-MM-DD or YYYY-MM-DDTHH:MMZ (UTC), was soon")
    #expect(
      sentence { try TimeSplit(dates: .init(validationFrom: "2025-01-07", finalFrom: "2025-01-05"), of: dataset) }
        == "validation window must end after it begins, was 2025-01-07T00:00Z to 2025-01-05T00:00Z")
    #expect(
      sentence {
        try TimeSplit(
          dates: .init(validationFrom: "2025-01-07", finalFrom: "2025-03-01", finalTo: "2025-04-01"), of: dataset)
      }
        == "final window must hold candles (the data covers 2025-01-01T00:00Z to 2025-01-11T00:00Z), "
        + "was 2025-03-01T00:00Z to 2025-04-01T00:00Z")
  }
}
