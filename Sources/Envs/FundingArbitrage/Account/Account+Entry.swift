import Accounting
import MarketData

extension Account {
  /// Notional of a leg for one of the size fractions, USD.
  @inline(__always)
  func size(fraction: Double) -> Double {
    configuration.sizing.notional(fraction: fraction, equity: equity, available: available, trading: trading)
  }

  /// Why no position at all may be opened now, whatever the opportunity; `nil` where one may.
  @inline(__always)
  func entryRefusal(isHalted: Bool) -> Rejection? {
    if openCount >= trading.maximumPositions { return .noFreeSlot }
    return isHalted ? .halted : nil
  }

  /// Whether a position in a symbol is open.
  @inline(__always)
  func holds(symbol: Int32) -> Bool {
    positions.withUnsafeBufferPointer { positions in
      for index in positions.indices where positions[index].symbol == symbol { return true }
      return false
    }
  }

  /// Why an opportunity may not be entered at a size; `nil` if it may.
  ///
  /// Mask and step both ask here.
  ///
  /// The liquidation buffer is measured from the entry price. Margin is compared with the equity that is left
  /// after the costs of the entry.
  ///
  /// - Parameters:
  ///   - slot: The opportunity.
  ///   - size: Notional of the larger leg, USD.
  ///   - rootSize: Square root of `size`.
  /// - Returns: The first rule that forbids it.
  @inline(__always)
  func entryRefusal(_ slot: OpportunitySlot, size: Double, rootSize: Double) -> Rejection? {
    if slot.isEmpty { return .emptyOpportunity }
    if !(size >= slot.minimumSize) { return .belowMinimumNotional }
    if size > configuration.execution.maximumEntryDepthShare * slot.depth { return .beyondDepth }
    let long = limits[Int(slot.longRules)]
    let short = limits[Int(slot.shortRules)]
    if size > min(long.largestLong, short.largestShort) { return .liquidationBuffer }
    let cost =
      long.feeRate + short.feeRate
      + fills.slippage * (slot.halfSpreads + slot.impactScales * rootSize)
    let margin = marginUsed + 2 * size / trading.leverage
    return margin < configuration.risk.maximumMarginUse * (equity - cost * size) ? nil : .marginLimit
  }

  /// Buys one leg and sells the other at the open of an hour.
  ///
  /// Both legs get the same base quantity, size / the higher of the two fill prices, so that neither notional
  /// exceeds the size. Each leg is given size / leverage as isolated margin.
  ///
  /// - Returns: `false` if a leg has no trades in the hour; nothing is opened then.
  /// - Precondition: A position slot is free.
  mutating func open(_ slot: OpportunitySlot, size: Double, at rows: HourRows) -> Bool {
    let (longRow, shortRow) = (rows[Int(slot.long)], rows[Int(slot.short)])
    guard longRow.isTraded, shortRow.isTraded, let free = positions.firstIndex(where: { !$0.isOpen }) else {
      return false
    }
    let longPrice = fills.price(longRow, direction: 1, notional: size)
    let shortPrice = fills.price(shortRow, direction: -1, notional: size)
    let quantity = size / max(longPrice, shortPrice)
    var position = Position(
      number: nextNumber, symbol: slot.symbol, entryHour: rows.hour, size: size, leverage: trading.leverage,
      entrySpread: Position.spread(longRow.mark, shortRow.mark),
      entryFunding: InstrumentHour.fundProfit8h(long: longRow, short: shortRow),
      long: leg(
        Int(slot.long), rules: Int(slot.longRules), sign: 1, price: longPrice, quantity: quantity,
        margin: size / trading.leverage, mark: longRow.mark),
      short: leg(
        Int(slot.short), rules: Int(slot.shortRules), sign: -1, price: shortPrice, quantity: quantity,
        margin: size / trading.leverage, mark: shortRow.mark))
    nextNumber += 1
    position.entryFees = bookEntry(of: position.long, in: position) + bookEntry(of: position.short, in: position)
    position.fees = position.entryFees
    lastEntryFeePercent = position.entryFees / size * 100
    positions[free] = position
    statistics.entries += 1
    return true
  }

  /// Books the opening of a leg and its fee.
  ///
  /// - Returns: The fee, USD, positive.
  private mutating func bookEntry(of leg: Leg, in position: Position) -> Double {
    let (number, hour) = (position.number, position.entryHour)
    let rate = limits[leg.rules].feeRate
    let fee = leg.quantity * leg.entryPrice * rate
    tradingCosts += fee + leg.quantity * abs(leg.entryPrice - leg.mark)
    book(.open, amount: 0, price: leg.entryPrice, leg: leg, position: number, hour: hour)
    book(.fee, amount: -fee, price: leg.entryPrice, rate: rate, leg: leg, position: number, hour: hour)
    return fee
  }

  private func leg(
    _ instrument: Int, rules: Int, sign: Double, price: Double, quantity: Double, margin: Double, mark: Double
  ) -> Leg {
    var leg = Leg(
      instrument: instrument, rules: rules, sign: sign, isOpen: true, quantity: quantity, entryPrice: price,
      margin: margin, liquidationPrice: 0, mark: mark)
    leg.updateLiquidationPrice(market.rules[rules])
    return leg
  }
}

extension Leg {
  /// Recomputes the liquidation price after the isolated balance changed.
  mutating func updateLiquidationPrice(_ rules: VenueRules) {
    let price = rules.liquidationPrice(
      side: sign > 0 ? .long : .short, entryPrice: entryPrice, quantity: quantity, walletBalance: balance)
    liquidationPrice = price ?? (sign > 0 ? 0 : .infinity)
  }
}
