import Accounting

extension Account {
  /// Moves the marks to an hour and settles the funding stamped with it, for legs that were held into it.
  ///
  /// A payment takes at most what is left of the leg's isolated balance at the mark.
  mutating func settle(at rows: HourRows) {
    for slot in positions.indices where positions[slot].isOpen { moveMarks(of: &positions[slot], to: rows) }
    for slot in positions.indices where positions[slot].isOpen {
      if let paid = fundingDue(positions[slot].long, at: rows) {
        positions[slot].long.funding += paid
        bookFunding(positions[slot].long, amount: paid, number: positions[slot].number, at: rows)
        positions[slot].long.updateLiquidationPrice(market.rules[positions[slot].long.rules])
      }
      if let paid = fundingDue(positions[slot].short, at: rows) {
        positions[slot].short.funding += paid
        bookFunding(positions[slot].short, amount: paid, number: positions[slot].number, at: rows)
        positions[slot].short.updateLiquidationPrice(market.rules[positions[slot].short.rules])
      }
    }
  }

  /// Takes over the marks of an hour: those of both legs, or none where one venue has no price of this moment.
  ///
  /// A move of the market on one leg alone would look like a profit or a loss that does not exist.
  @inline(__always)
  private func moveMarks(of position: inout Position, to rows: HourRows) {
    let long = rows[position.long.instrument]
    let short = rows[position.short.instrument]
    if position.long.isOpen && position.short.isOpen && !(long.quote.isCurrent && short.quote.isCurrent) { return }
    position.long.mark = long.mark
    position.short.mark = short.mark
  }

  /// Funding of a leg at an hour, USD, positive where it is received; `nil` if nothing is settled.
  @inline(__always)
  private func fundingDue(_ leg: Leg, at rows: HourRows) -> Double? {
    let rate = rows[leg.instrument].settledRate
    guard leg.isOpen, !rate.isNaN else { return nil }
    let due = -leg.sign * leg.quantity * leg.mark * rate
    return max(due, -max(leg.balance + leg.unrealizedProfit, 0))
  }

  private mutating func bookFunding(_ leg: Leg, amount: Double, number: Int, at rows: HourRows) {
    book(
      .funding, amount: amount, price: leg.mark, rate: rows[leg.instrument].settledRate, leg: leg, position: number,
      hour: rows.hour)
  }

  /// Liquidates the legs that the hour just ended, or the new mark, took beyond their liquidation price.
  ///
  /// The other leg of such a position is closed as soon as it can be filled.
  ///
  /// - Parameters:
  ///   - ended: Rows of the hour just ended, for its high and low.
  ///   - rows: Rows of the hour that begins.
  mutating func liquidate(after ended: HourRows, at rows: HourRows) {
    for slot in positions.indices where positions[slot].isOpen {
      let isLong = isLiquidated(positions[slot].long, after: ended)
      let isShort = isLiquidated(positions[slot].short, after: ended)
      guard isLong || isShort else { continue }
      var position = positions[slot]
      if isLong { liquidate(&position.long, of: &position.fees, number: position.number, hour: rows.hour) }
      if isShort { liquidate(&position.short, of: &position.fees, number: position.number, hour: rows.hour) }
      position.pendingExit = .liquidation
      positions[slot] = position
    }
  }

  @inline(__always)
  private func isLiquidated(_ leg: Leg, after ended: HourRows) -> Bool {
    guard leg.isOpen else { return false }
    let row = ended[leg.instrument]
    return leg.sign > 0
      ? min(row.low, leg.mark) <= leg.liquidationPrice : max(row.high, leg.mark) >= leg.liquidationPrice
  }

  /// Ends a leg at the worse of its liquidation price and the mark, at a loss of at most its balance; the
  /// liquidation fee comes out of what is left.
  private mutating func liquidate(_ leg: inout Leg, of fees: inout Double, number: Int, hour: Int) {
    let bankruptcy = leg.entryPrice - leg.sign * leg.balance / leg.quantity
    let price =
      leg.sign > 0
      ? max(min(leg.liquidationPrice, leg.mark), bankruptcy) : min(max(leg.liquidationPrice, leg.mark), bankruptcy)
    let profit = leg.close(at: price, hour: hour)
    let rate = limits[leg.rules].liquidationFeeRate
    let fee = min(leg.quantity * price * rate, max(leg.balance + profit, 0))
    book(.liquidation, amount: profit, price: price, leg: leg, position: number, hour: hour)
    book(.fee, amount: -fee, price: price, rate: rate, leg: leg, position: number, hour: hour)
    fees += fee
    statistics.liquidatedLegs += 1
  }

  /// Marks positions whose loss passed the stop-loss, then closes what has to go and can be filled, and what has lost
  /// the market it is held on.
  ///
  /// - Returns: Whether a stop-loss fired.
  mutating func closeWhatMustGo(at rows: HourRows) -> Bool {
    var stopLossFired = false
    for slot in positions.indices where positions[slot].isOpen {
      let position = positions[slot]
      if isOrphaned(position, at: rows) {
        close(slot: slot, reason: .endOfData, at: rows, isForced: true)
        continue
      }
      if position.pendingExit == nil, profitShareAfterExit(position, at: rows) < trading.stopLoss {
        positions[slot].pendingExit = .stopLoss
        statistics.stopLosses += 1
        stopLossFired = true
      }
      if let reason = positions[slot].pendingExit { close(slot: slot, reason: reason, at: rows) }
    }
    return stopLossFired
  }

  /// Whether the history of an open leg has ended: there will be no price to hold the position at, or to leave it at.
  @inline(__always)
  private func isOrphaned(_ position: Position, at rows: HourRows) -> Bool {
    position.long.isOpen && rows[position.long.instrument].quote.isFinal
      || position.short.isOpen && rows[position.short.instrument].quote.isFinal
  }

  /// Closes everything at the marks of an hour at full cost, whether or not it trades.
  mutating func closeAll(reason: ClosedTrade.Reason, at rows: HourRows) {
    for slot in positions.indices where positions[slot].isOpen {
      close(slot: slot, reason: reason, at: rows, isForced: true)
    }
  }
}
