import Accounting
import MarketData
import Settings

extension Account {
  /// Notional of a leg for one of the size fractions, USD.
  @inlinable
  public func size(fraction: Double) -> Double {
    settings.sizing.notional(
      fraction: fraction, equity: equity, available: available, trading: trading, legs: settings.legsPerPosition)
  }

  /// Why no position at all may be opened at a bar, whatever the order; `nil` where one may.
  @inlinable @inline(__always)
  public func entryRefusal(at bar: Int) -> Rejection? {
    if openCount >= trading.maximumPositions { return .noFreeSlot }
    return bar < haltedUntil ? .halted : nil
  }

  /// Why an order may not be entered at a size; `nil` if it may.
  ///
  /// The liquidation buffer is measured from the entry price. Margin is compared with the equity that is left
  /// after the costs of the entry.
  ///
  /// - Parameters:
  ///   - terms: What the order has to respect.
  ///   - size: Notional of the largest leg, USD.
  ///   - rootSize: Square root of `size`.
  /// - Returns: The first rule that forbids it.
  @inlinable @inline(__always)
  public func entryRefusal(_ terms: EntryTerms, size: Double, rootSize: Double) -> Rejection? {
    if !(size >= terms.minimumSize) { return .belowMinimumNotional }
    if size > settings.execution.maximumEntryDepthShare * terms.depth { return .beyondDepth }
    if size > terms.largestSize { return .liquidationBuffer }
    let cost = terms.feeRates + fills.slippage * (terms.halfSpreads + terms.impactScales * rootSize)
    let margin = marginUsed + terms.legs * size / trading.leverage
    return margin < settings.risk.maximumMarginUse * (equity - cost * size) ? nil : .marginLimit
  }

  /// What an order of one leg has to respect at a bar.
  public func terms(of order: LegOrder, at rows: BarRows) -> EntryTerms {
    let row = rows[order.instrument]
    let limit = limits[instruments[order.instrument].rules]
    return EntryTerms(
      minimumSize: rules[instruments[order.instrument].rules].minimumNotional, depth: row.depth,
      halfSpreads: row.halfSpread, impactScales: row.impactScale,
      largestSize: order.side == .long ? limit.largestLong : limit.largestShort, feeRates: limit.feeRate, legs: 1)
  }

  /// Opens a position at the open of a bar.
  ///
  /// All legs get the same base quantity, size / the highest of their fill prices, so that no notional exceeds the size.
  /// Each leg is given size / leverage as isolated margin.
  ///
  /// - Parameters:
  ///   - first: The first leg.
  ///   - second: The other leg of a pair.
  ///   - symbol: Index of the symbol, not negative.
  ///   - size: Notional of the largest leg, USD.
  ///   - rows: The bar.
  /// - Returns: The slot that was taken; `nil` if a leg has no trades in the bar: nothing is opened then.
  /// - Precondition: A position slot is free and has room for the legs; ``entryRefusal(at:)`` and
  ///   ``entryRefusal(_:size:rootSize:)`` are `nil`.
  @discardableResult
  public mutating func open(
    _ first: LegOrder, _ second: LegOrder? = nil, symbol: Int32, size: Double, at rows: BarRows
  ) -> Int? {
    enforce(
      second == nil || settings.legsPerPosition == 2,
      "an order of two legs must have an account of pairs, was one of \(settings.legsPerPosition) leg")
    guard let slot = positions.firstIndex(where: { !$0.isOpen }) else {
      refuse("a position slot must be free, was none of \(positions.count)")
    }
    let firstRow = rows[first.instrument]
    let secondRow = second.map { rows[$0.instrument] }
    guard firstRow.isTraded, secondRow?.isTraded != false else {
      statistics.unfilledEntries += 1
      return nil
    }
    let firstPrice = fills.price(firstRow, direction: first.side.sign, notional: size)
    var highest = firstPrice
    var secondPrice: Double?
    if let second, let secondRow {
      let price = fills.price(secondRow, direction: second.side.sign, notional: size)
      highest = max(firstPrice, price)
      secondPrice = price
    }
    let quantity = size / highest
    var position = Position(
      number: nextNumber, symbol: symbol, entryBar: rows.bar, size: size, leverage: trading.leverage)
    nextNumber += 1
    let place = slot * settings.legsPerPosition
    position.entryFees = open(
      first, in: place, position: position, price: firstPrice, quantity: quantity, mark: firstRow.mark)
    if let second, let secondRow, let secondPrice {
      position.entryFees += open(
        second, in: place + 1, position: position, price: secondPrice, quantity: quantity, mark: secondRow.mark)
    }
    position.fees = position.entryFees
    lastEntryFeePercent = position.entryFees / size * 100
    positions[slot] = position
    statistics.entries += 1
    return slot
  }

  /// Opens a leg and books it with its fee.
  ///
  /// - Returns: The fee, USD, positive.
  private mutating func open(
    _ order: LegOrder, in place: Int, position: Position, price: Double, quantity: Double, mark: Double
  ) -> Double {
    let own = instruments[order.instrument].rules
    var leg = Leg(
      instrument: order.instrument, rules: own, sign: order.side.sign, isOpen: true, quantity: quantity,
      entryPrice: price, margin: position.size / position.leverage, liquidationPrice: 0, mark: mark)
    leg.updateLiquidationPrice(rules[own])
    legs[place] = leg
    let rate = limits[own].feeRate
    let fee = quantity * price * rate
    tradingCosts += fee + quantity * abs(price - mark)
    book(.open, amount: 0, price: price, leg: leg, position: position.number, bar: position.entryBar)
    book(.fee, amount: -fee, price: price, rate: rate, leg: leg, position: position.number, bar: position.entryBar)
    return fee
  }
}
