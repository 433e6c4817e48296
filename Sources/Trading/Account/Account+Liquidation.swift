import Accounting

extension Account {
  /// Liquidates the legs that the bar just ended, or the new mark, took beyond their liquidation price.
  ///
  /// The other leg of such a position is closed as soon as it can be filled.
  mutating func liquidate(after ended: BarRows, at rows: BarRows) {
    for slot in positions.indices where positions[slot].isOpen {
      var isHit = false
      for index in legs(ofPosition: slot) where isLiquidated(legs[index], after: ended) {
        // The worse of the liquidation price and the mark: a gap is not filled at a price that was never there.
        let leg = legs[index]
        let price = leg.sign > 0 ? min(leg.liquidationPrice, leg.mark) : max(leg.liquidationPrice, leg.mark)
        liquidateLeg(index, ofPosition: slot, at: price, bar: rows.bar)
        isHit = true
      }
      if isHit { positions[slot].pendingExit = .liquidation }
    }
  }

  /// With ``LiquidationOrder/byTime`` the bar itself was looked at before; what is left is the new mark.
  @inline(__always)
  private func isLiquidated(_ leg: Leg, after ended: BarRows) -> Bool {
    guard leg.isOpen else { return false }
    let row = ended[leg.instrument]
    let byTime = settings.execution.liquidationOrder == .byTime
    return leg.sign > 0
      ? (byTime ? leg.mark : min(row.low, leg.mark)) <= leg.liquidationPrice
      : (byTime ? leg.mark : max(row.high, leg.mark)) >= leg.liquidationPrice
  }

  /// Liquidates the legs that the high or low of a bar took beyond their liquidation price, at that price or at a worse
  /// open, before anything that is stamped with the end of the bar.
  ///
  /// With ``ExecutionConfiguration/closesOtherLegInBar`` the other leg of a pair is closed within the same bar, where
  /// it has trades and depth: at a price that has moved from its open by as much, relatively, as that price has from
  /// the open of the liquidated leg, and that does not lie outside of its own low and high; less half-spread,
  /// impact and fee.
  mutating func liquidateWithin(_ ended: BarRows, bookedAt bar: Int) {
    for slot in positions.indices where positions[slot].isOpen {
      var move: Double?
      for index in legs(ofPosition: slot) where legs[index].isOpen {
        let leg = legs[index]
        let row = ended[leg.instrument]
        guard leg.sign > 0 ? row.low <= leg.liquidationPrice : row.high >= leg.liquidationPrice else { continue }
        let price = leg.sign > 0 ? min(leg.liquidationPrice, row.mark) : max(leg.liquidationPrice, row.mark)
        move = price / row.mark
        liquidateLeg(index, ofPosition: slot, at: price, bar: bar)
      }
      guard let move else { continue }
      positions[slot].pendingExit = .liquidation
      if settings.execution.closesOtherLegInBar { closeRest(of: slot, in: ended, moved: move, bar: bar) }
    }
  }

  private mutating func closeRest(of slot: Int, in ended: BarRows, moved move: Double, bar: Int) {
    guard canClose(slot, at: ended) else { return }
    for index in legs(ofPosition: slot) where legs[index].isOpen {
      let row = ended[legs[index].instrument]
      closeLeg(index, ofPosition: slot, row: row, mark: min(max(row.mark * move, row.low), row.high), bar: bar)
    }
    finish(slot, reason: .liquidation, bar: bar)
  }

  /// Ends a leg at a price, at a loss of at most its balance; the liquidation fee comes out of what is left.
  private mutating func liquidateLeg(_ index: Int, ofPosition slot: Int, at price: Double, bar: Int) {
    let leg = legs[index]
    let bankruptcy = leg.bankruptcyPrice
    let price = leg.sign > 0 ? max(price, bankruptcy) : min(price, bankruptcy)
    let profit = legs[index].close(at: price, bar: bar)
    let rate = limits[leg.rules].liquidationFeeRate
    let fee = min(leg.quantity * price * rate, max(leg.balance + profit, 0))
    let number = positions[slot].number
    book(.liquidation, amount: profit, price: price, leg: leg, position: number, bar: bar)
    book(.fee, amount: -fee, price: price, rate: rate, leg: leg, position: number, bar: bar)
    positions[slot].fees += fee
    statistics.liquidatedLegs += 1
  }
}
