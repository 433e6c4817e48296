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
}

/// Why an action was refused.
public enum Rejection: Int, Sendable, Codable, CaseIterable {
  /// The index names no action.
  case unknownAction
  /// ENTER on an empty opportunity slot.
  case emptyOpportunity
  /// EXIT on a position slot that holds nothing.
  case emptyPosition
  /// As many positions are open as the settings allow.
  case noFreeSlot
  /// A daily loss has halted entries.
  case halted
  /// A position in the symbol is open.
  case symbolHeld
  /// A leg would be smaller than its venue accepts.
  case belowMinimumNotional
  /// A leg would take more than its share of the modelled depth.
  case beyondDepth
  /// A leg would be nearer to liquidation than the buffer, or levered more than its venue allows.
  case liquidationBuffer
  /// Margin would exceed its share of equity.
  case marginLimit
}

/// Refused actions, counted by reason.
public struct RejectedActions: Sendable, Equatable, Codable {
  private var counts = [Int](repeating: 0, count: Rejection.allCases.count)

  /// None so far.
  public init() {}

  /// Actions refused for one reason.
  public subscript(reason: Rejection) -> Int { counts[reason.rawValue] }

  /// Actions refused for any reason.
  public var total: Int { counts.reduce(0, +) }

  mutating func count(_ reason: Rejection) { counts[reason.rawValue] += 1 }
}
