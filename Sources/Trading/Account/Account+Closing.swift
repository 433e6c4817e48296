import Accounting
import MarketData

extension Account {
  /// Whether the open legs of a position find trades and depth at a bar.
  func canClose(_ slot: Int, at rows: BarRows) -> Bool {
    for index in legs(ofPosition: slot) where legs[index].isOpen {
      let row = rows[legs[index].instrument]
      guard row.isTraded, legs[index].quantity * row.mark <= settings.execution.maximumExitDepthShare * row.depth else {
        return false
      }
    }
    return true
  }

  /// Closes all legs of a position at the open of a bar, or none: one leg of a pair alone would be a bet on the price.
  ///
  /// - Parameters:
  ///   - slot: Where the position is held.
  ///   - reason: What the record names.
  ///   - rows: The bar.
  ///   - isForced: Closes at the mark at full cost even where nothing trades; for the end of an episode.
  /// - Returns: `false` if a leg cannot be filled.
  @discardableResult
  public mutating func close(
    slot: Int, reason: ClosedTrade.Reason, at rows: BarRows, isForced: Bool = false
  ) -> Bool {
    guard isForced || canClose(slot, at: rows) else {
      statistics.unfilledExits += 1
      return false
    }
    for index in legs(ofPosition: slot) where legs[index].isOpen {
      closeLeg(index, ofPosition: slot, row: rows[legs[index].instrument], mark: legs[index].mark, bar: rows.bar)
    }
    finish(slot, reason: positions[slot].pendingExit ?? reason, bar: rows.bar)
    return true
  }

  /// Closes every position at the marks of a bar at full cost, whether or not it trades.
  public mutating func closeAll(reason: ClosedTrade.Reason, at rows: BarRows) {
    for slot in positions.indices where positions[slot].isOpen {
      close(slot: slot, reason: reason, at: rows, isForced: true)
    }
  }

  /// Closes one leg at a mark, less half-spread, impact and fee.
  mutating func closeLeg(_ index: Int, ofPosition slot: Int, row: InstrumentBar, mark: Double, bar: Int) {
    let leg = legs[index]
    let price = fills.price(row, mark: mark, direction: -leg.sign, notional: leg.quantity * mark)
    let profit = legs[index].close(at: price, bar: bar)
    let rate = limits[leg.rules].feeRate
    let fee = leg.quantity * price * rate
    tradingCosts += fee + leg.quantity * abs(price - mark)
    let number = positions[slot].number
    book(.close, amount: profit, price: price, leg: leg, position: number, bar: bar)
    book(.fee, amount: -fee, price: price, rate: rate, leg: leg, position: number, bar: bar)
    positions[slot].fees += fee
  }

  /// Notes a position whose legs are all closed, and frees its slot.
  mutating func finish(_ slot: Int, reason: ClosedTrade.Reason, bar: Int) {
    let position = positions[slot]
    statistics.exits += 1
    recentTrades.append(
      profit: netProfit(ofPosition: slot) / position.size * 100, bars: bar - position.entryBar)
    if recording != nil {
      var priceProfit = 0.0
      for index in legs(ofPosition: slot) { priceProfit += legs[index].realizedProfit }
      let trade = ClosedTrade(
        position: position.number, symbol: instruments[legs[slot * settings.legsPerPosition].instrument].symbol,
        entryTimestamp: grid.timestamp(ofBar: position.entryBar), exitTimestamp: grid.timestamp(ofBar: bar),
        long: record(.long, ofPosition: slot), short: record(.short, ofPosition: slot), size: position.size,
        leverage: position.leverage, funding: funding(ofPosition: slot), fees: position.fees,
        priceProfit: priceProfit, reason: reason)
      recording?.trades.append(trade)
    }
    positions[slot] = .free
    for index in legs(ofPosition: slot) { legs[index] = .none }
  }

  private func record(_ side: Side, ofPosition slot: Int) -> ClosedTrade.Leg? {
    for index in legs(ofPosition: slot) where legs[index].exists && legs[index].side == side {
      return ClosedTrade.Leg(
        venue: instruments[legs[index].instrument].venue, entryPrice: legs[index].entryPrice,
        exitPrice: legs[index].exitPrice, exitTimestamp: grid.timestamp(ofBar: legs[index].exitBar),
        quantity: legs[index].quantity)
    }
    return nil
  }

  /// Profit, as a share of size, that closing all legs now would leave: marks, funding, fees and the cost of the exit.
  func profitShareAfterExit(_ slot: Int, at rows: BarRows) -> Double {
    (netProfit(ofPosition: slot) - exitCost(ofPosition: slot, at: rows)) / positions[slot].size
  }

  /// What closing all legs now would cost: fees and slippage at the marks, USD.
  public func exitCost(ofPosition slot: Int, at rows: BarRows) -> Double {
    var cost = 0.0
    for index in legs(ofPosition: slot) where legs[index].isOpen {
      let leg = legs[index]
      let notional = leg.quantity * leg.mark
      let price = fills.price(rows[leg.instrument], mark: leg.mark, direction: -leg.sign, notional: notional)
      cost += abs(leg.mark - price) * leg.quantity + leg.quantity * price * limits[leg.rules].feeRate
    }
    return cost
  }
}
