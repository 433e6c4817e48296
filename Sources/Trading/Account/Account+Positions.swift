/// What the legs of a position add up to, always in the order of the legs.
extension Account {
  /// Places of the legs of a position slot in ``legs``.
  @inlinable @inline(__always)
  public func legs(ofPosition slot: Int) -> Range<Int> {
    slot * settings.legsPerPosition..<(slot + 1) * settings.legsPerPosition
  }

  /// Margin of the legs that are still held, USD.
  @inlinable @inline(__always)
  public func marginUsed(byPosition slot: Int) -> Double {
    var sum = 0.0
    for index in legs(ofPosition: slot) where legs[index].isOpen { sum += legs[index].margin }
    return sum
  }

  /// Price profit of open legs at the mark, USD.
  @inlinable @inline(__always)
  public func unrealizedProfit(ofPosition slot: Int) -> Double {
    var sum = 0.0
    for index in legs(ofPosition: slot) { sum += legs[index].unrealizedProfit }
    return sum
  }

  /// Funding of all legs, USD.
  @inlinable @inline(__always)
  public func funding(ofPosition slot: Int) -> Double {
    var sum = 0.0
    for index in legs(ofPosition: slot) { sum += legs[index].funding }
    return sum
  }

  /// Price profit, realised or not, with funding and less the fees paid so far, USD.
  @inlinable @inline(__always)
  public func netProfit(ofPosition slot: Int) -> Double {
    var profit = unrealizedProfit(ofPosition: slot)
    for index in legs(ofPosition: slot) { profit += legs[index].realizedProfit }
    return profit + funding(ofPosition: slot) - positions[slot].fees
  }

  /// Distance of the closest leg of a position to liquidation, as a share of its mark.
  @inlinable @inline(__always)
  public func liquidationDistance(ofPosition slot: Int) -> Double {
    var closest = 1.0
    for index in legs(ofPosition: slot) { closest = min(closest, legs[index].liquidationDistance) }
    return closest
  }

  /// Distance of the closest leg to liquidation, as a share of its mark; 1 without positions.
  public var liquidationDistance: Double {
    var closest = 1.0
    for slot in positions.indices where positions[slot].isOpen {
      closest = min(closest, liquidationDistance(ofPosition: slot))
    }
    return closest
  }

  /// Whether a position in a symbol is open.
  @inlinable @inline(__always)
  public func holds(symbol: Int32) -> Bool {
    positions.withUnsafeBufferPointer { positions in
      for index in positions.indices where positions[index].symbol == symbol { return true }
      return false
    }
  }
}
