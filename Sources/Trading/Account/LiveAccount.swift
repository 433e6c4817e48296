import Settings

/// An account that is fed bar by bar, for paper trading: the same sequence as an environment's, without a market that
/// is known in advance.
///
/// What is decided at bar t is booked when t has ended, because only then is it known whether there were trades to fill
/// it; its price is the open of t, which was known when it was decided.
public struct LiveAccount: Sendable {
  /// The money.
  public private(set) var account: Account
  /// The bars that are kept.
  public private(set) var window: BarWindow

  /// A live account at the start of its first bar.
  ///
  /// - Parameters:
  ///   - account: Reset at that bar.
  ///   - opening: What is known at the start of the bar: one row for each instrument.
  ///   - bar: Index of the bar on the account's grid.
  ///   - capacity: Most bars that are kept.
  /// - Throws: `ConfigurationError` for a capacity below 2 or rows that do not fit the instruments.
  public init(_ account: Account, opening: [InstrumentBar], bar: Int, capacity: Int = 2) throws(ConfigurationError) {
    self.account = account
    window = try BarWindow(instrumentCount: account.instruments.count, capacity: capacity, firstBar: bar)
    try window.append(opening)
    self.account.recordEquity(bar: bar)
  }

  /// The bar that is open now.
  public var bar: Int { window.bars.upperBound - 1 }

  /// Ends the open bar, books what was decided at its start, and begins the next one.
  ///
  /// - Parameters:
  ///   - closed: The rows of the bar that ended, now with high, low and trades.
  ///   - opening: What is known at the start of the next bar.
  ///   - decisions: Books what was decided at the start of the bar that ended: calls ``Account/open(_:_:symbol:size:at:)``
  ///     and ``Account/close(slot:reason:at:isForced:)`` with the rows it is given.
  /// - Returns: What happened beside the money.
  /// - Throws: `ConfigurationError` for rows that do not fit the instruments; nothing has changed then.
  @discardableResult
  public mutating func advance(
    closed: [InstrumentBar], opening: [InstrumentBar], decisions: (inout Account, BarRows) -> Void = { _, _ in }
  ) throws -> BarEvents {
    var next = self
    try next.window.complete(closed)
    try next.window.append(opening)
    let bar = bar
    var account = next.account
    let events = try next.window.withRows(at: bar) { ended in
      decisions(&account, ended)
      return try next.window.withRows(at: bar + 1) { account.advance(from: ended, to: $0) }
    }
    account.recordEquity(bar: bar + 1)
    next.account = account
    self = next
    return events
  }
}
