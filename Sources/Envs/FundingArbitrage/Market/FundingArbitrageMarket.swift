import MarketData
import Settings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A market compiled for stepping: immutable rows, shared by any number of environments.
///
/// Compiling costs once what a step would otherwise pay each time: ranking, features, modelled spread, depth and
/// impact, carried-forward marks. Rows take 64 bytes for each hour and instrument.
public final class FundingArbitrageMarket: Sendable {
  /// Symbols by index.
  public let symbols: [String]
  /// Epoch milliseconds (UTC) of hour 0.
  public let start: Int64
  /// Hours on the grid.
  public let hourCount: Int
  /// Opportunities ranked for each hour.
  public let slotCount: Int
  /// Every ordered pair that an opportunity may be.
  public let pairs: [OpportunityTable.Pair]

  let instruments: [InstrumentIdentity]
  /// Distinct venue rules; see ``InstrumentIdentity/rules``.
  let rules: [VenueRules]
  /// Row-major [instrument × hour]: the next hour of a held leg lies in the next cache line.
  let rows: ContiguousArray<InstrumentHour>
  /// Row-major [hour × slot].
  let slots: ContiguousArray<OpportunitySlot>
  /// Row-major [hour × slot × feature], zeros where a slot is empty.
  let features: ContiguousArray<Float>

  /// Mean settled rates by instrument and hour, row-major like ``rows``.
  let rateMeans: ContiguousArray<RateMeans>

  /// Values for each opportunity slot in ``features``.
  static let featureCount = OpportunityTable.featureCount

  init(
    symbols: [String], start: Int64, slotCount: Int, pairs: [OpportunityTable.Pair],
    instruments: [InstrumentIdentity], rules: [VenueRules], rows: ContiguousArray<InstrumentHour>,
    slots: ContiguousArray<OpportunitySlot>, features: ContiguousArray<Float>
  ) {
    enforce(!instruments.isEmpty, "a market must have instruments")
    let hours = rows.count / instruments.count
    enforce(slots.count == hours * slotCount, "slots must be \(hours * slotCount), was \(slots.count)")
    enforce(
      features.count == slots.count * Self.featureCount,
      "features must be \(slots.count * Self.featureCount), was \(features.count)")
    self.symbols = symbols
    self.start = start
    self.hourCount = hours
    self.slotCount = slotCount
    self.pairs = pairs
    self.instruments = instruments
    self.rules = rules
    self.rows = rows
    rateMeans = RateMeans.compute(rows, hourCount: hours)
    self.slots = slots
    self.features = features
  }

  /// Epoch milliseconds (UTC) of the start of an hour.
  public func timestamp(ofHour hour: Int) -> Int64 { start + Int64(hour) * MarketDataset.millisecondsPerHour }

  /// Whether an hour is the first of a UTC day.
  @inline(__always)
  func beginsDay(hour: Int) -> Bool { (start / MarketDataset.millisecondsPerHour + Int64(hour)) % 24 == 0 }

  /// Hour of the UTC day, 0 to 23.
  @inline(__always)
  func hourOfDay(_ hour: Int) -> Int { Int((start / MarketDataset.millisecondsPerHour + Int64(hour)) % 24) }

  /// One instrument at one hour.
  @inline(__always)
  func row(_ instrument: Int, at hour: Int) -> InstrumentHour { rows[instrument * hourCount + hour] }

  /// Mean rates of one instrument at one hour.
  @inline(__always)
  func rateMeans(_ instrument: Int, at hour: Int) -> RateMeans { rateMeans[instrument * hourCount + hour] }

  /// Sine of each hour of the day on its circle.
  static let dailyCycle: [Double] = (0..<24).map { sin(2 * .pi * Double($0) / 24) }
}
