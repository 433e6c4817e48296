import MarketData
import Settings
import Trading

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
  /// Turns hours into times.
  public let grid: TimeGrid
  /// Hours on the grid.
  public let hourCount: Int
  /// Opportunities ranked for each hour.
  public let slotCount: Int
  /// Every ordered pair that an opportunity may be.
  public let pairs: [OpportunityTable.Pair]

  let instruments: [TradedInstrument]
  /// Distinct venue rules; see `TradedInstrument.rules`.
  let rules: [VenueRules]
  /// Row-major [instrument × hour]: the next hour of a held leg lies in the next cache line.
  let rows: ContiguousArray<InstrumentBar>
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
    instruments: [TradedInstrument], rules: [VenueRules], rows: ContiguousArray<InstrumentBar>,
    slots: ContiguousArray<OpportunitySlot>, features: ContiguousArray<Float>
  ) {
    enforce(!instruments.isEmpty, "a market must have instruments")
    let hours = rows.count / instruments.count
    enforce(slots.count == hours * slotCount, "slots must be \(hours * slotCount), was \(slots.count)")
    enforce(
      features.count == slots.count * Self.featureCount,
      "features must be \(slots.count * Self.featureCount), was \(features.count)")
    self.symbols = symbols
    grid = TimeGrid(start: start, barLength: .hour)
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

  /// Epoch milliseconds (UTC) of hour 0.
  public var start: Int64 { grid.start }

  /// Epoch milliseconds (UTC) of the start of an hour.
  public func timestamp(ofHour hour: Int) -> Int64 { grid.timestamp(ofBar: hour) }

  /// Hour of the UTC day, 0 to 23.
  @inline(__always)
  func hourOfDay(_ hour: Int) -> Int { Int((start / BarLength.hour.milliseconds + Int64(hour)) % 24) }

  /// The rows of all instruments at one hour, in ``rows`` as the caller borrowed them.
  @inline(__always)
  func barRows(_ hour: Int, in rows: UnsafeBufferPointer<InstrumentBar>) -> BarRows {
    BarRows(rows, bar: hour, offset: hour, stride: hourCount, instrumentCount: instruments.count)
  }

  /// One instrument at one hour.
  @inline(__always)
  func row(_ instrument: Int, at hour: Int) -> InstrumentBar { rows[instrument * hourCount + hour] }

  /// Mean rates of one instrument at one hour.
  @inline(__always)
  func rateMeans(_ instrument: Int, at hour: Int) -> RateMeans { rateMeans[instrument * hourCount + hour] }

  /// Sine of each hour of the day on its circle.
  static let dailyCycle: [Double] = (0..<24).map { sin(2 * .pi * Double($0) / 24) }
}
