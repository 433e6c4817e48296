import Trading

/// What happened in an episode, counted since its reset.
public struct EnvironmentStatistics: Sendable, Equatable, Codable {
  /// Hours that have passed.
  public var steps = 0
  /// Positions opened.
  public var entries = 0
  /// Positions closed, for whatever reason.
  public var exits = 0
  /// Actions that the mask forbids, by reason.
  ///
  /// Time passes all the same; nothing takes the action's place.
  public var rejectedActions = RejectedActions()
  /// Valid ENTER actions that found no trade in the hour to fill against.
  public var unfilledEntries = 0
  /// Attempts to close that found no trade, or too little depth, and left the position as it was.
  public var unfilledExits = 0
  /// Positions whose stop-loss fired.
  public var stopLosses = 0
  /// Legs liquidated.
  public var liquidatedLegs = 0
  /// Times that a daily loss halted entries.
  public var halts = 0

  /// Nothing has happened.
  public init() {}

  /// What happened to the account, and what was refused before it came to it.
  init(_ account: AccountStatistics, rejectedActions: RejectedActions) {
    steps = account.bars
    entries = account.entries
    exits = account.exits
    self.rejectedActions = rejectedActions
    unfilledEntries = account.unfilledEntries
    unfilledExits = account.unfilledExits
    stopLosses = account.stopLosses
    liquidatedLegs = account.liquidatedLegs
    halts = account.halts
  }
}

/// Refused actions, counted by reason.
public struct RejectedActions: Sendable, Equatable, Codable {
  private var counts = [Int](repeating: 0, count: Rejection.allCases.count)

  /// None so far.
  public init() {}

  /// Actions refused for one reason.
  ///
  /// 0 for a reason that was not known when the counts were written.
  public subscript(reason: Rejection) -> Int { reason.rawValue < counts.count ? counts[reason.rawValue] : 0 }

  /// Actions refused for any reason.
  public var total: Int { counts.reduce(0, +) }

  mutating func count(_ reason: Rejection) {
    while counts.count <= reason.rawValue { counts.append(0) }
    counts[reason.rawValue] += 1
  }
}
