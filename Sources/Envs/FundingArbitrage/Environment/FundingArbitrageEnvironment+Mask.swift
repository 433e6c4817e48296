import RLCore
import Settings
import Trading

extension FundingArbitrageEnvironment {
  /// Clears the flag of every action that the rules forbid now; hold is always valid.
  ///
  /// An action is valid where it has no reason to be refused: see ``refusal(of:)`` and ``refusals``.
  public func writeActionMask(into row: inout MutableSpan<Bool>) {
    enforce(row.count == actionSpace.count, "the mask must have \(actionSpace.count) flags, was \(row.count)")
    row.withUnsafeMutableBufferPointer { mask in
      forEachAction { index, reason in mask[index] = reason == nil }
    }
  }

  /// Why each action is refused now, in the order of the actions; `nil` for those that are valid.
  public var refusals: [Rejection?] {
    var reasons = [Rejection?](repeating: nil, count: actionSpace.count)
    forEachAction { index, reason in reasons[index] = reason }
    return reasons
  }

  /// Why an action is refused now; `nil` if it is valid.
  ///
  /// A step that is given a refused action counts the reason, and the hour passes.
  public func refusal(of action: DiscreteAction) -> Rejection? {
    switch configuration.meaning(of: action) {
    case .hold?: return nil
    case .exit(let slot)?: return exitRefusal(slot)
    case .enter(let slot, let fraction)?:
      if let reason = entryRefusal { return reason }
      let size = account.size(fraction: configuration.sizeFractions[fraction])
      let opportunity = market.slots[hour * market.slotCount + slot]
      return account.limits.withUnsafeBufferPointer {
        refusal(
          of: opportunity, size: size, rootSize: size.squareRoot(), limits: $0,
          isHeld: account.holds(symbol: opportunity.symbol))
      }
    case nil: return .unknownAction
    }
  }

  /// Hands every action with its reason to a function, in the order of the actions.
  @inline(__always)
  private func forEachAction(_ body: (Int, Rejection?) -> Void) {
    body(0, nil)
    let slots = configuration.opportunitySlots
    var index = 1
    if let reason = entryRefusal {
      for _ in 0..<slots * configuration.sizeFractions.count {
        body(index, reason)
        index += 1
      }
    } else {
      let first = hour * market.slotCount
      market.slots.withUnsafeBufferPointer { all in
        account.limits.withUnsafeBufferPointer { limits in
          var held: UInt64 = 0
          for slot in 0..<slots where account.holds(symbol: all[first + slot].symbol) { held |= 1 << UInt64(slot) }
          for fraction in configuration.sizeFractions {
            let size = account.size(fraction: fraction)
            let rootSize = size.squareRoot()
            for slot in 0..<slots {
              body(
                index,
                refusal(
                  of: all[first + slot], size: size, rootSize: rootSize, limits: limits,
                  isHeld: held & (1 << UInt64(slot)) != 0))
              index += 1
            }
          }
        }
      }
    }
    for slot in 0..<configuration.positionSlots { body(index + slot, exitRefusal(slot)) }
  }

  /// Why nothing at all may be entered now.
  @inline(__always)
  private var entryRefusal: Rejection? { end == nil ? account.entryRefusal(at: hour) : .episodeEnded }

  /// Why an opportunity may not be entered at a size, where anything may.
  ///
  /// `isHeld` says whether a position in its symbol is open. −1, the symbol of an empty slot, is that of a free position
  /// slot too, which does not matter because emptiness is looked at first.
  @inline(__always)
  private func refusal(
    of slot: OpportunitySlot, size: Double, rootSize: Double, limits: UnsafeBufferPointer<RuleLimits>, isHeld: Bool
  ) -> Rejection? {
    if slot.isEmpty { return .emptyOpportunity }
    if let reason = account.entryRefusal(slot.terms(limits), size: size, rootSize: rootSize) { return reason }
    return isHeld ? .symbolHeld : nil
  }

  @inline(__always)
  private func exitRefusal(_ slot: Int) -> Rejection? { account.positions[slot].isOpen ? nil : .emptyPosition }
}
