import Foundation
import Settings
import Testing

@testable import MarketData

@Suite("Scaling of features")
struct FeatureScalerTests {
  private let table = OpportunityTable.build(
    from: OpportunityMarket.random(hours: 200), liquidity: .standard, rules: .standard, configuration: .init())

  private func values(_ feature: Feature, _ table: OpportunityTable, hours: Range<Int>) -> [Double] {
    hours.flatMap { hour in
      (0..<table.slots).compactMap { slot in
        table.pair(hour: hour, slot: slot) == nil ? nil : Double(table.feature(feature, hour: hour, slot: slot))
      }
    }
  }

  @Test("standard scaling gives mean 0 and deviation 1 over the training opportunities")
  func standard() throws {
    let scaled = table.scaled(by: StandardScaler.fit(on: table, hours: 0..<150))
    for feature in [Feature.fundApr24hProj, .volume24hLog, .priceVolatility, .positionCost] {
      let column = values(feature, scaled, hours: 0..<150)
      try #require(column.count > 100)
      let mean = column.reduce(0, +) / Double(column.count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      #expect(abs(mean) < 1e-4)
      #expect(abs(variance - 1) < 1e-3)
    }
    #expect(scaled.ranked == table.ranked)
  }

  @Test("robust scaling puts the median at 0 with quartiles one apart, min-max scaling spans 0 to 1")
  func otherScalers() {
    let feature = Feature.fundApr
    let robust = values(feature, table.scaled(by: RobustScaler.fit(on: table, hours: 0..<150)), hours: 0..<150)
      .sorted()
    #expect(abs(robust[robust.count / 2]) < 0.02)
    #expect(abs(robust[robust.count * 3 / 4] - robust[robust.count / 4] - 1) < 0.02)
    let minMax = values(feature, table.scaled(by: MinMaxScaler.fit(on: table, hours: 0..<150)), hours: 0..<150)
    #expect(minMax.min() == 0)
    #expect(abs((minMax.max() ?? 0) - 1) < 1e-6)
  }

  @Test("hours outside of the training range do not move a fit")
  func trainingOnly() {
    let other = OpportunityTable.build(
      from: OpportunityMarket.perturbed(OpportunityMarket.random(hours: 200), after: 149), liquidity: .standard,
      rules: .standard, configuration: .init())
    #expect(other.features != table.features)
    #expect(StandardScaler.fit(on: table, hours: 0..<150) == StandardScaler.fit(on: other, hours: 0..<150))
    #expect(RobustScaler.fit(on: table, hours: 0..<150) == RobustScaler.fit(on: other, hours: 0..<150))
    #expect(MinMaxScaler.fit(on: table, hours: 0..<150) == MinMaxScaler.fit(on: other, hours: 0..<150))
    #expect(StandardScaler.fit(on: table, hours: 0..<150) != StandardScaler.fit(on: table, hours: 0..<200))
  }

  @Test("a fit over several ranges is the fit by hand over their opportunities")
  func severalRanges() throws {
    let ranges = [80..<95, 110..<140, 160..<161]
    let scaler = StandardScaler.fit(on: table, hours: ranges)
    for feature in Feature.allCases where feature.isScaled {
      let column = ranges.flatMap { values(feature, table, hours: $0) }
      try #require(column.count > 100)
      let mean = column.reduce(0, +) / Double(column.count)
      let deviation = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)).squareRoot()
      #expect(abs(Double(scaler.centers[feature.rawValue]) - mean) <= 1e-6 * max(abs(mean), deviation))
      #expect(abs(Double(scaler.scales[feature.rawValue]) - deviation) <= 1e-6 * deviation)
    }
    let column = ranges.flatMap { values(.fundApr, table, hours: $0) }.sorted()
    let minMax = MinMaxScaler.fit(on: table, hours: ranges)
    #expect(Double(minMax.centers[Feature.fundApr.rawValue]) == column.first)
    let robust = RobustScaler.fit(on: table, hours: ranges)
    let middle = (column[(column.count - 1) / 2] + column[column.count / 2]) / 2
    #expect(abs(Double(robust.centers[Feature.fundApr.rawValue]) - middle) <= 1e-6 * abs(middle))
    #expect(StandardScaler.fit(on: table, hours: [0..<90, 90..<150]) == StandardScaler.fit(on: table, hours: 0..<150))
  }

  @Test("no hour outside of the ranges of a fold is read")
  func foldOnly() {
    let ranges = [80..<95, 110..<140]
    var (ranked, features) = (table.ranked, table.features)
    for row in ranked.indices where !ranges.contains(where: { $0.contains(row / table.slots) }) {
      ranked[row] = 0
      for index in 0..<OpportunityTable.featureCount { features[row * OpportunityTable.featureCount + index] = .nan }
    }
    let poisoned = OpportunityTable(
      pairs: table.pairs, slots: table.slots, hourCount: table.hourCount, ranked: ranked, features: features)
    #expect(StandardScaler.fit(on: poisoned, hours: ranges) == StandardScaler.fit(on: table, hours: ranges))
    #expect(RobustScaler.fit(on: poisoned, hours: ranges) == RobustScaler.fit(on: table, hours: ranges))
    #expect(MinMaxScaler.fit(on: poisoned, hours: ranges) == MinMaxScaler.fit(on: table, hours: ranges))
  }

  @Test("validity and intervals pass unchanged, empty slots stay zeros, and nothing leaves ±10")
  func passThrough() {
    let scaled = table.scaled(by: StandardScaler.fit(on: table, hours: 73..<76))
    var padded = 0
    for hour in 0..<200 {
      for slot in 0..<table.slots {
        for feature in [Feature.isValid, .longFundingInterval, .shortFundingInterval] {
          #expect(scaled.feature(feature, hour: hour, slot: slot) == table.feature(feature, hour: hour, slot: slot))
        }
        guard table.pair(hour: hour, slot: slot) == nil else { continue }
        padded += 1
        #expect(Feature.allCases.allSatisfy { scaled.feature($0, hour: hour, slot: slot) == 0 })
      }
    }
    #expect(padded > 0)
    #expect(scaled.features.allSatisfy { abs($0) <= 10 })
    let scaler = StandardScaler.fit(on: table, hours: 0..<150)
    #expect(scaler.scaled(1e9, of: .fundApr) == 10)
    #expect(scaler.scaled(-1e9, of: .fundApr) == -10)
    #expect(scaler.scaled(1e9, of: .longFundingInterval) == 1e9)
  }

  @Test("a feature that does not vary, or hours without opportunities, stay finite")
  func constantFeature() {
    let instruments = (0..<2).map { venue in
      OpportunityMarket.series(venue: venue, hours: 90, rate: { _ in 0.0001 * Double(venue + 1) })
    }
    let constant = OpportunityTable.build(
      from: OpportunityMarket.dataset(venues: ["binance", "bybit"], instruments: instruments), liquidity: .standard,
      rules: .standard, configuration: .init(slots: 1))
    for hours in [0..<90, 0..<10] {
      let scaler = StandardScaler.fit(on: constant, hours: hours)
      #expect(scaler.scales[Feature.fundApr.rawValue] == 1)
      #expect(constant.scaled(by: scaler).features.allSatisfy { $0.isFinite })
      #expect(throws: Never.self) { try scaler.validate() }
    }
    let fitted = constant.scaled(by: StandardScaler.fit(on: constant, hours: 0..<90))
    #expect(abs(fitted.feature(.fundApr, hour: 80, slot: 0)) < 1e-5)
  }

  @Test("a scaler survives JSON, and a truncated or zero scale is refused by name")
  func coding() throws {
    let scaler = StandardScaler.fit(on: table, hours: 0..<150)
    let decoded = try JSONDecoder().decode(StandardScaler.self, from: JSONEncoder().encode(scaler))
    #expect(decoded == scaler)
    var broken = scaler
    broken.scales[Feature.fundApr.rawValue] = 0
    let error = #expect(throws: ConfigurationError.self) { try broken.validate() }
    #expect(error?.field == "scales.fundApr")
    broken.scales.removeLast()
    #expect(throws: ConfigurationError(field: "scales", must: "have 22 values", found: "21")) { try broken.validate() }
  }
}
