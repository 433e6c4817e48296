import Foundation
import RLFramework

/// A market with everything computed once that environments need, cut into three windows.
struct PreparedMarket {
  /// The rows.
  let dataset: MarketDataset
  /// What the checks found.
  let quality: QualityReport
  /// Train, validation and final hours.
  let split: TimeSplit
  /// Fitted on the training hours only.
  let scaler: StandardScaler
  /// What environments step through.
  let market: FundingArbitrageMarket

  /// Loads or generates the market of a run.
  ///
  /// - Parameters:
  ///   - settings: Where the data is and how it is split.
  ///   - fitted: The scaler of an earlier run; `nil` fits one on the training hours.
  /// - Throws: `MarketDataError`, which names file and line.
  init(_ settings: RunConfiguration, scaler fitted: StandardScaler? = nil) throws {
    let loaded = try Self.load(settings)
    dataset = loaded.dataset
    quality = loaded.quality
    split = try Self.split(dataset, settings)
    let liquidity = LiquidityModel.standard
    let statistics = InstrumentStatistics.compute(for: dataset, liquidity: liquidity)
    let table = OpportunityTable.build(
      from: dataset, statistics: statistics, rules: .standard, configuration: OpportunityConfiguration())
    guard !table.pairs.isEmpty else {
      throw CommandError(
        "the market must have a symbol on two venues, was \(dataset.symbols.joined(separator: ", ")) on "
          + dataset.venues.joined(separator: ", "))
    }
    scaler = fitted ?? StandardScaler.fit(on: table, hours: split.train)
    market = FundingArbitrageMarket(
      dataset: dataset, statistics: statistics, opportunities: table.scaled(by: scaler), liquidity: liquidity,
      rulebook: .standard)
  }

  /// Where the numbers come from, for every output.
  var origin: DataOrigin {
    switch dataset.origin {
    case .files(let folder): .recorded(detail: URL(fileURLWithPath: folder).lastPathComponent)
    case .synthetic(let seed): .synthetic(detail: "seed \(seed)")
    }
  }

  /// First and last day of a window.
  func days(of hours: Range<Int>) -> String {
    let first = UTCTimestamp(dataset.timestamp(ofHour: hours.lowerBound))
    let last = UTCTimestamp(dataset.timestamp(ofHour: hours.upperBound - 1))
    return "\(first.day) to \(last.day)"
  }

  static func load(_ settings: RunConfiguration) throws -> LoadedMarket {
    if let folder = settings.data {
      let options = MarketDataOptions(
        symbols: settings.symbols, venues: settings.venues,
        from: milliseconds(settings.trainFrom), to: milliseconds(settings.finalTo))
      return try MarketDataset.load(from: URL(fileURLWithPath: folder), options: options)
    }
    var synthetic = SyntheticMarketConfiguration()
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

  private static func split(_ dataset: MarketDataset, _ settings: RunConfiguration) throws -> TimeSplit {
    guard let validation = settings.validationFrom, let final = settings.finalFrom else {
      return try TimeSplit(
        of: dataset, from: milliseconds(settings.trainFrom), to: milliseconds(settings.finalTo))
    }
    return try TimeSplit(
      dates: TimeSplitDates(
        trainFrom: settings.trainFrom, validationFrom: validation, finalFrom: final, finalTo: settings.finalTo),
      of: dataset)
  }

  /// A day of the settings, which were validated.
  private static func milliseconds(_ day: String?) -> Int64? { day.flatMap { UTCTimestamp($0)?.milliseconds } }
}
