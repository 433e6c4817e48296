import RLCore
import Settings

extension FundingArbitrageEnvironment {
  /// Clears the flag of every action that the rules forbid now; hold is always valid.
  public func writeActionMask(into row: inout MutableSpan<Bool>) {
    enforce(row.count == actionSpace.count, "the mask must have \(actionSpace.count) flags, was \(row.count)")
    row.withUnsafeMutableBufferPointer { mask in
      mask[0] = true
      let entries = writeEntries(into: mask)
      for slot in 0..<configuration.positionSlots {
        mask[1 + entries + slot] = account.positions[slot].isOpen
      }
    }
  }

  /// Writes the flags of the ENTER actions.
  ///
  /// - Returns: How many there are.
  @inline(__always)
  private func writeEntries(into mask: UnsafeMutableBufferPointer<Bool>) -> Int {
    let slots = configuration.opportunitySlots
    let mayEnter = account.entryRefusal(isHalted: hour < haltedUntil) == nil && end == nil
    return market.slots.withUnsafeBufferPointer { all in
      let first = hour * market.slotCount
      var enterable: UInt64 = 0
      if mayEnter {
        for slot in 0..<slots where !all[first + slot].isEmpty && !account.holds(symbol: all[first + slot].symbol) {
          enterable |= 1 << UInt64(slot)
        }
      }
      var index = 1
      for fraction in configuration.sizeFractions {
        let size = account.size(fraction: fraction)
        let rootSize = size.squareRoot()
        for slot in 0..<slots {
          mask[index] =
            enterable & (1 << UInt64(slot)) != 0
            && account.entryRefusal(all[first + slot], size: size, rootSize: rootSize) == nil
          index += 1
        }
      }
      return index - 1
    }
  }
}
