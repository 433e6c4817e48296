import TextFormats

/// Three windows in time: one to train on, one to select on, and a final one that no selection sees.
///
/// Windows are half-open ranges of bars of one dataset; they are ordered, disjoint and never empty.
public struct TimeSplit: Sendable, Equatable, Codable {
  /// Bars to fit weights and scalers on.
  public let train: Range<Int>
  /// Bars to choose checkpoints and settings on.
  public let validation: Range<Int>
  /// Bars that are evaluated once, at the end.
  public let final: Range<Int>

  /// Splits a dataset by shares of its bars; the final window takes the rest.
  ///
  /// - Parameters:
  ///   - fractions: Shares of training and validation.
  ///   - dataset: What is split.
  ///   - start: Where to begin, epoch milliseconds; `nil` means the first bar of the data.
  ///   - end: Where to end (exclusive), epoch milliseconds; `nil` means the end of the data.
  /// - Throws: A ``MarketDataError`` for shares that are not positive or leave nothing for the final window, and for
  ///   a window without candles.
  public init(
    fractions: TimeSplitFractions = .init(), of dataset: MarketDataset, from start: Int64? = nil, to end: Int64? = nil
  ) throws(MarketDataError) {
    do {
      try fractions.validate()
    } catch {
      throw MarketDataError(error)
    }
    let first = max(0, start.map { dataset.firstBar(atOrAfter: $0) } ?? 0)
    let last = min(dataset.barCount, end.map { dataset.firstBar(atOrAfter: $0) } ?? dataset.barCount)
    let bars = Double(max(0, last - first))
    let trainEnd = first + Int((bars * fractions.train).rounded())
    let validationEnd = first + Int((bars * (fractions.train + fractions.validation)).rounded())
    try self.init(bounds: [first, trainEnd, validationEnd, last], of: dataset)
  }

  /// Splits a dataset by dates.
  ///
  /// Bars before `trainFrom` and from `finalTo` on are left out.
  ///
  /// - Throws: A ``MarketDataError`` for a text that is no date, for dates that do not go forward, and for a window
  ///   without candles.
  public init(dates: TimeSplitDates, of dataset: MarketDataset) throws(MarketDataError) {
    var bounds = [
      0, try Self.bar(dates.validationFrom, "validationFrom", dataset),
      try Self.bar(dates.finalFrom, "finalFrom", dataset), dataset.barCount,
    ]
    if let trainFrom = dates.trainFrom { bounds[0] = try Self.bar(trainFrom, "trainFrom", dataset) }
    if let finalTo = dates.finalTo { bounds[3] = try Self.bar(finalTo, "finalTo", dataset) }
    try self.init(bounds: bounds, of: dataset)
  }

  private static let names = ["train", "validation", "final"]

  /// Checks and cuts the windows between four ascending bounds.
  private init(bounds: [Int], of dataset: MarketDataset) throws(MarketDataError) {
    var windows: [Range<Int>] = []
    for (index, name) in Self.names.enumerated() {
      let (lower, upper) = (bounds[index], bounds[index + 1])
      func text(_ bar: Int) -> UTCTimestamp { UTCTimestamp(dataset.timestamp(ofBar: bar)) }
      guard lower < upper || lower >= dataset.barCount else {
        throw MarketDataError(
          field: "\(name) window", must: "end after it begins", found: "\(text(lower)) to \(text(upper))")
      }
      let window = (lower..<max(lower, upper)).clamped(to: 0..<dataset.barCount)
      guard dataset.hasCandles(in: window) else {
        throw MarketDataError(
          field: "\(name) window", must: "hold candles (the data covers \(text(0)) to \(text(dataset.barCount)))",
          found: "\(text(lower)) to \(text(upper))")
      }
      windows.append(window)
    }
    train = windows[0]
    validation = windows[1]
    final = windows[2]
  }

  /// The first bar at or after a date.
  private static func bar(
    _ text: String, _ field: String, _ dataset: MarketDataset
  ) throws(MarketDataError) -> Int {
    guard let date = UTCTimestamp(text) else {
      throw MarketDataError(field: field, must: "be YYYY-MM-DD or YYYY-MM-DDTHH:MMZ (UTC)", found: text)
    }
    return dataset.firstBar(atOrAfter: date.milliseconds)
  }
}
