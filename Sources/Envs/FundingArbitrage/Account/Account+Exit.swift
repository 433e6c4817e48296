import Accounting

extension Account {
  /// Whether the open legs of a position find trades and depth at an hour.
  func canClose(_ position: Position, at rows: HourRows) -> Bool {
    canClose(position.long, at: rows) && canClose(position.short, at: rows)
  }

  private func canClose(_ leg: Leg, at rows: HourRows) -> Bool {
    guard leg.isOpen else { return true }
    let row = rows[leg.instrument]
    return row.isTraded && leg.quantity * row.mark <= configuration.execution.maximumExitDepthShare * row.depth
  }

  /// Closes both legs at the open of an hour, or neither: one leg alone would be a bet on the price.
  ///
  /// - Parameters:
  ///   - slot: Where the position is held.
  ///   - reason: What the record names.
  ///   - rows: The hour.
  ///   - isForced: Closes at the mark at full cost even where nothing trades; for the end of an episode.
  /// - Returns: `false` if a leg cannot be filled.
  @discardableResult
  mutating func close(slot: Int, reason: ClosedTrade.Reason, at rows: HourRows, isForced: Bool = false) -> Bool {
    var position = positions[slot]
    guard isForced || canClose(position, at: rows) else {
      statistics.unfilledExits += 1
      return false
    }
    close(&position.long, of: &position.fees, number: position.number, at: rows)
    close(&position.short, of: &position.fees, number: position.number, at: rows)
    finish(position, reason: position.pendingExit ?? reason, hour: rows.hour)
    positions[slot] = .free
    return true
  }

  private mutating func close(_ leg: inout Leg, of fees: inout Double, number: Int, at rows: HourRows) {
    guard leg.isOpen else { return }
    let price = fills.price(
      rows[leg.instrument], mark: leg.mark, direction: -leg.sign, notional: leg.quantity * leg.mark)
    let profit = leg.close(at: price, hour: rows.hour)
    let rate = limits[leg.rules].feeRate
    let fee = leg.quantity * price * rate
    tradingCosts += fee + leg.quantity * abs(price - leg.mark)
    book(.close, amount: profit, price: price, leg: leg, position: number, hour: rows.hour)
    book(.fee, amount: -fee, price: price, rate: rate, leg: leg, position: number, hour: rows.hour)
    fees += fee
  }

  /// Notes a position whose legs are both closed.
  mutating func finish(_ position: Position, reason: ClosedTrade.Reason, hour: Int) {
    statistics.exits += 1
    recentTrades.append(
      profit: position.netProfit / position.size * 100, hours: hour - position.entryHour)
    guard recording != nil else { return }
    let trade = ClosedTrade(
      position: position.number, symbol: market.symbols[Int(position.symbol)],
      entryTimestamp: market.timestamp(ofHour: position.entryHour), exitTimestamp: market.timestamp(ofHour: hour),
      long: record(of: position.long), short: record(of: position.short), size: position.size,
      leverage: position.leverage, funding: position.funding, fees: position.fees,
      priceProfit: position.long.realizedProfit + position.short.realizedProfit, reason: reason)
    recording?.trades.append(trade)
  }

  private func record(of leg: Leg) -> ClosedTrade.Leg {
    ClosedTrade.Leg(
      venue: market.instruments[leg.instrument].venue, entryPrice: leg.entryPrice, exitPrice: leg.exitPrice,
      exitTimestamp: market.timestamp(ofHour: leg.exitHour), quantity: leg.quantity)
  }

  /// Profit, as a share of size, that closing both legs now would leave: marks, funding, fees and the cost of the exit.
  func profitShareAfterExit(_ position: Position, at rows: HourRows) -> Double {
    (position.netProfit - exitCost(position, at: rows)) / position.size
  }

  /// What closing both legs now would cost: fees and slippage at the marks, USD.
  func exitCost(_ position: Position, at rows: HourRows) -> Double {
    exitCost(position.long, at: rows) + exitCost(position.short, at: rows)
  }

  private func exitCost(_ leg: Leg, at rows: HourRows) -> Double {
    guard leg.isOpen else { return 0 }
    let notional = leg.quantity * leg.mark
    let price = fills.price(rows[leg.instrument], mark: leg.mark, direction: -leg.sign, notional: notional)
    return abs(leg.mark - price) * leg.quantity + leg.quantity * price * limits[leg.rules].feeRate
  }
}

extension Leg {
  /// Ends the leg at a price.
  ///
  /// - Returns: The realised price profit, USD.
  mutating func close(at price: Double, hour: Int) -> Double {
    realizedProfit = sign * quantity * (price - entryPrice)
    exitPrice = price
    exitHour = hour
    isOpen = false
    return realizedProfit
  }
}
