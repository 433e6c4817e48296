import Settings

/// The newest bars of a stream that has no end: what a live account sees of the market.
///
/// A bar is known in two steps: at its start its opens and the settlements stamped with it, one bar later its high, its
/// low and whether it had trades. ``append(_:)`` takes the first, ``complete(_:)`` the second.
public struct BarWindow: Sendable {
  /// Instruments of every bar.
  public let instrumentCount: Int
  /// Most bars that are kept.
  public let capacity: Int
  /// The bars that are kept, counted on from the first bar ever.
  public private(set) var bars: Range<Int>
  private let firstBar: Int
  /// Row-major [place in the ring × instrument].
  private var rows: ContiguousArray<InstrumentBar> = []

  /// A window without bars.
  ///
  /// - Parameters:
  ///   - instrumentCount: Instruments of every bar, positive.
  ///   - capacity: Most bars that are kept, at least 2: the one that ended and the one that begins.
  ///   - firstBar: Index of the first bar that will be appended.
  /// - Throws: `ConfigurationError` for counts out of range.
  public init(instrumentCount: Int, capacity: Int, firstBar: Int = 0) throws(ConfigurationError) {
    try require(instrumentCount > 0, "instrumentCount", must: "be positive", found: instrumentCount)
    try require(capacity >= 2, "capacity", must: "be at least 2", found: capacity)
    self.instrumentCount = instrumentCount
    self.capacity = capacity
    self.firstBar = firstBar
    bars = firstBar..<firstBar
  }

  /// Begins a bar, and forgets the oldest one where the window is full.
  ///
  /// - Parameter bar: One row for each instrument.
  /// - Throws: `ConfigurationError` if there are not as many rows as instruments.
  public mutating func append(_ bar: [InstrumentBar]) throws(ConfigurationError) {
    try requireRows(bar)
    if bars.count < capacity {
      rows.append(contentsOf: bar)
      bars = bars.lowerBound..<bars.upperBound + 1
    } else {
      bars = bars.lowerBound + 1..<bars.upperBound + 1
      write(bar)
    }
  }

  /// Replaces the rows of the newest bar by what is known at its end.
  ///
  /// - Parameter bar: One row for each instrument.
  /// - Throws: `ConfigurationError` if there are not as many rows as instruments, or no bar yet.
  public mutating func complete(_ bar: [InstrumentBar]) throws(ConfigurationError) {
    try require(!bars.isEmpty, "bar", must: "have begun before it is completed", found: "none")
    try requireRows(bar)
    write(bar)
  }

  /// Calls a function with the rows of a bar.
  ///
  /// - Throws: `ConfigurationError` if the bar is not kept; what the function throws.
  public func withRows<Result>(at bar: Int, _ body: (BarRows) throws -> Result) throws -> Result {
    try require(bars.contains(bar), "bar", must: "be in \(bars)", found: bar)
    return try rows.withUnsafeBufferPointer { buffer in
      try body(
        BarRows(
          buffer, bar: bar, offset: place(of: bar) * instrumentCount, stride: 1, instrumentCount: instrumentCount))
    }
  }

  /// The ring is filled in the order in which bars come, from the first bar on.
  private func place(of bar: Int) -> Int { (bar - firstBar) % capacity }

  private func requireRows(_ bar: [InstrumentBar]) throws(ConfigurationError) {
    try require(bar.count == instrumentCount, "bar", must: "have \(instrumentCount) rows", found: bar.count)
  }

  private mutating func write(_ bar: [InstrumentBar]) {
    let first = place(of: bars.upperBound - 1) * instrumentCount
    for (index, row) in bar.enumerated() { rows[first + index] = row }
  }
}
