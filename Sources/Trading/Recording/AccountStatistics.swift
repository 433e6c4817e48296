/// What happened to an account, counted since its reset.
public struct AccountStatistics: Sendable, Equatable, Codable {
  /// Bars that the account lived through.
  public internal(set) var bars = 0
  /// Positions opened.
  public internal(set) var entries = 0
  /// Positions closed, for whatever reason.
  public internal(set) var exits = 0
  /// Orders to enter that found no trade in the bar to fill against.
  public internal(set) var unfilledEntries = 0
  /// Attempts to close that found no trade, or too little depth, and left the position as it was.
  public internal(set) var unfilledExits = 0
  /// Positions whose stop-loss fired.
  public internal(set) var stopLosses = 0
  /// Legs liquidated.
  public internal(set) var liquidatedLegs = 0
  /// Times that a daily loss halted entries.
  public internal(set) var halts = 0

  /// Nothing has happened.
  public init() {}
}
