/// Why an action or an order is refused.
///
/// A mask and the reasons behind it come from one function, so that an action is valid exactly where it has no reason.
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
  /// The episode has ended: nothing is entered any more.
  case episodeEnded

  /// The reason as one sentence.
  public var sentence: String {
    switch self {
    case .unknownAction: "The index names no action."
    case .emptyOpportunity: "The opportunity slot is empty."
    case .emptyPosition: "The position slot holds nothing."
    case .noFreeSlot: "As many positions are open as the settings allow."
    case .halted: "A daily loss has halted entries."
    case .symbolHeld: "A position in the symbol is open."
    case .belowMinimumNotional: "A leg would be smaller than its venue accepts."
    case .beyondDepth: "A leg would take more than its share of the modelled depth."
    case .liquidationBuffer:
      "A leg would be nearer to liquidation than the buffer allows, or levered more than its venue allows."
    case .marginLimit: "Margin would exceed its share of equity."
    case .episodeEnded: "The episode has ended."
    }
  }
}
