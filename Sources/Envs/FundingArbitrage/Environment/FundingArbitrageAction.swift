import RLCore

/// What an action index means.
///
/// Indices lie in this order: HOLD; ENTER at the first size for every opportunity slot, then at the second, and so
/// on; EXIT for every position slot.
public enum FundingArbitrageAction: Sendable, Equatable {
  /// Let an hour pass.
  case hold
  /// Open the opportunity of a slot at one of the size fractions.
  case enter(slot: Int, size: Int)
  /// Close the position of a slot.
  case exit(slot: Int)
}

extension FundingArbitrageConfiguration {
  /// The meaning of an action, or `nil` if the index names none.
  @inline(__always)
  public func meaning(of action: DiscreteAction) -> FundingArbitrageAction? {
    let index = action.index
    if index == 0 { return .hold }
    let entries = opportunitySlots * sizeFractions.count
    if (1...entries).contains(index) {
      return .enter(slot: (index - 1) % opportunitySlots, size: (index - 1) / opportunitySlots)
    }
    let slot = index - 1 - entries
    return (0..<positionSlots).contains(slot) ? .exit(slot: slot) : nil
  }

  /// The index of an action.
  public func action(_ meaning: FundingArbitrageAction) -> DiscreteAction {
    switch meaning {
    case .hold: DiscreteAction(0)
    case .enter(let slot, let size): DiscreteAction(1 + size * opportunitySlots + slot)
    case .exit(let slot): DiscreteAction(1 + opportunitySlots * sizeFractions.count + slot)
    }
  }
}
