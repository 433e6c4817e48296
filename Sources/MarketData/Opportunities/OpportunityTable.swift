import Settings

/// The ranked funding opportunities of every hour, with the features of each, computed once.
///
/// An opportunity is an ordered pair of venues for one symbol: buy on the first, sell on the second. Everything at
/// hour h is built from candles that closed by h, rates settled by h and the opens of h.
public struct OpportunityTable: Sendable {
  /// One symbol, long on one venue and short on another.
  public struct Pair: Sendable, Equatable, Hashable {
    /// Index into `MarketDataset.symbols`.
    public let symbol: Int
    /// Instrument that is bought.
    public let long: Int
    /// Instrument that is sold.
    public let short: Int

    /// Pairs a long and a short instrument of one symbol.
    public init(symbol: Int, long: Int, short: Int) {
      self.symbol = symbol
      self.long = long
      self.short = short
    }
  }

  /// Every ordered pair of the dataset, ordered by symbol, long venue, short venue.
  public let pairs: [Pair]
  /// Opportunities kept for each hour, best first.
  public let slots: Int
  /// Hours covered, equal to the dataset's.
  public let hourCount: Int
  /// Values for each opportunity: ``Feature`` in order.
  public static let featureCount = Feature.allCases.count

  /// Indices into ``pairs``, row-major [hour × slots]; −1 where an hour has fewer opportunities.
  public let ranked: [Int32]
  /// Features, row-major [hour × slots × featureCount]; zeros where there is no opportunity.
  public let features: [Float]

  init(pairs: [Pair], slots: Int, hourCount: Int, ranked: [Int32], features: [Float]) {
    enforce(
      ranked.count == hourCount * slots, "ranked must have \(hourCount * slots) entries, was \(ranked.count)")
    enforce(
      features.count == ranked.count * Self.featureCount,
      "features must have \(ranked.count * Self.featureCount) values, was \(features.count)")
    self.pairs = pairs
    self.slots = slots
    self.hourCount = hourCount
    self.ranked = ranked
    self.features = features
  }

  /// The pair in a slot at an hour as an index into ``pairs``, or `nil` if the slot is empty.
  public func pair(hour: Int, slot: Int) -> Int? {
    let index = Int(ranked[hour * slots + slot])
    return index < 0 ? nil : index
  }

  /// One feature of the opportunity in a slot; 0 if the slot is empty.
  public func feature(_ feature: Feature, hour: Int, slot: Int) -> Float {
    features[(hour * slots + slot) * Self.featureCount + feature.rawValue]
  }
}
