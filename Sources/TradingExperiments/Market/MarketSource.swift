import Accounting
import Envs
import Foundation
import MarketData
import Settings
import TextFormats

/// A market with everything computed once that does not depend on how its hours are cut.
public struct MarketSource: Sendable {
  /// The rows.
  public let dataset: MarketDataset
  /// What the checks found.
  public let quality: QualityReport
  /// Ranked opportunities in the units of the market.
  public let opportunities: OpportunityTable
  /// Prices, rates and costs, with opportunities that are not scaled.
  public let market: FundingArbitrageMarket
  /// The law of funding, where it is known.
  public let law: FundingRegimes?

  /// Loads or generates the market of a run.
  ///
  /// - Throws: `MarketDataError`, which names file and line.
  public init(_ settings: RunConfiguration) throws {
    let loaded = try Self.load(settings)
    law = settings.data == nil ? Self.generator(settings).fundingRegimes : nil
    kind = settings.resolvedMarket
    dataset = loaded.dataset
    quality = loaded.quality
    let liquidity = LiquidityModel.standard
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: liquidity)
    opportunities = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration())
    guard !opportunities.pairs.isEmpty else {
      throw ExperimentError(
        "the market must have a symbol on two venues, was \(dataset.symbols.joined(separator: ", ")) on "
          + dataset.venues.joined(separator: ", "))
    }
    market = FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: opportunities, liquidity: liquidity,
      rulebook: .standard)
  }

  /// Where the numbers come from, for every output.
  public var origin: DataOrigin {
    switch dataset.origin {
    case .files(let folder): .recorded(detail: URL(fileURLWithPath: folder).lastPathComponent)
    case .synthetic(let seed):
      .synthetic(
        detail: kind.map { $0 == .calibrated ? "seed \(seed)" : "\($0.rawValue), seed \(seed)" } ?? "seed \(seed)")
    }
  }

  private let kind: RunConfiguration.Market?

  /// What generates the market of a run that has no files.
  private static func generator(_ settings: RunConfiguration) -> SyntheticMarketConfiguration {
    switch settings.resolvedMarket {
    case .planted: .planted
    case .noisy: .noisy
    case .calm: .calm
    case .calibrated, nil: SyntheticMarketConfiguration()
    }
  }

  /// First and last day of a window.
  public func days(of hours: Range<Int>) -> String {
    let first = UTCTimestamp(dataset.timestamp(ofBar: hours.lowerBound))
    let last = UTCTimestamp(dataset.timestamp(ofBar: hours.upperBound - 1))
    return "\(first.day) to \(last.day)"
  }

  /// First and last day of each of several ranges.
  public func days(of ranges: [Range<Int>]) -> String { ranges.map { days(of: $0) }.joined(separator: ", ") }

  /// The rows of a run's market and what was found in them.
  public static func load(_ settings: RunConfiguration) throws -> LoadedMarket {
    if let folder = settings.data {
      let options = MarketDataOptions(
        symbols: settings.symbols, venues: settings.venues,
        from: milliseconds(settings.trainFrom), to: milliseconds(settings.finalTo))
      return try MarketDataset.load(from: URL(fileURLWithPath: folder), options: options)
    }
    var synthetic = generator(settings)
    synthetic.days = settings.syntheticDays
    if !settings.symbols.isEmpty { synthetic.symbols = settings.symbols }
    if !settings.venues.isEmpty {
      let known = synthetic.venues.map(\.name)
      for venue in settings.venues where !known.contains(venue) {
        throw ConfigurationError(field: "venues", must: "be among \(known.joined(separator: ", "))", found: venue)
      }
      synthetic.venues = synthetic.venues.filter { settings.venues.contains($0.name) }
    }
    let dataset = try SyntheticMarket(synthetic).generate(seed: settings.seed)
    return LoadedMarket(dataset: dataset, quality: QualityReport(of: dataset))
  }

  /// Train, validation and final hours of a run.
  public func split(_ settings: RunConfiguration) throws -> TimeSplit {
    guard let validation = settings.validationFrom, let final = settings.finalFrom else {
      return try TimeSplit(
        of: dataset, from: Self.milliseconds(settings.trainFrom), to: Self.milliseconds(settings.finalTo))
    }
    return try TimeSplit(
      dates: TimeSplitDates(
        trainFrom: settings.trainFrom, validationFrom: validation, finalFrom: final, finalTo: settings.finalTo),
      of: dataset)
  }

  /// A day of the settings, which were validated.
  private static func milliseconds(_ day: String?) -> Int64? { day.flatMap { UTCTimestamp($0)?.milliseconds } }
}
