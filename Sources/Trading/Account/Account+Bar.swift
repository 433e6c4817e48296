import Accounting
import MarketData
import Settings

/// What a bar did to an account beside its money.
public struct BarEvents: Sendable, Equatable {
  /// Whether a stop-loss fired.
  public var stopLossFired = false
  /// Whether a daily loss began to forbid entries.
  public var halted = false
}

extension Account {
  /// Lives through a bar: settles, liquidates, closes what must go, revalues, halts.
  ///
  /// What was filled at the open of the bar that ended is held through it. At the start of the next one:
  ///
  /// 1. marks move, and the funding stamped with the start of the next bar is settled for the legs that were held into it;
  /// 2. legs that the high or low of the bar, or the new mark, took beyond their liquidation price are liquidated;
  /// 3. stop-losses fire; what they close, what is left of a liquidated pair and what has lost its market is closed at
  ///    the open of the next bar;
  /// 4. equity is computed anew, and a daily loss beyond the limit forbids entries for a day.
  ///
  /// With ``LiquidationOrder/byTime`` legs that the high or low took are liquidated first, before step 1: the bar was
  /// over before its end was settled.
  ///
  /// An environment and a live account both call this, and nothing else moves an account in time.
  ///
  /// - Parameters:
  ///   - ended: The bar that ended, with its high, low and trades.
  ///   - next: The bar that begins; of it only the open, the rates settled at its start and, for what is closed in it,
  ///     whether it has trades are read.
  /// - Returns: What happened beside the money.
  public mutating func advance(from ended: BarRows, to next: BarRows) -> BarEvents {
    enforce(
      next.bar == ended.bar + 1 && ended.instrumentCount == instruments.count
        && next.instrumentCount == instruments.count,
      "bars must follow each other with \(instruments.count) rows, were \(ended.bar) and \(next.bar)")
    statistics.bars += 1
    if settings.execution.liquidationOrder == .byTime { liquidateWithin(ended, bookedAt: next.bar) }
    settle(at: next)
    liquidate(after: ended, at: next)
    var events = BarEvents()
    events.stopLossFired = closeWhatMustGo(at: next)
    revalue()
    events.halted = haltAfterDailyLoss(at: next.bar)
    return events
  }

  /// Moves the marks to a bar and settles the funding stamped with it, for legs that were held into it.
  ///
  /// A payment takes at most what is left of the leg's isolated balance at the mark.
  private mutating func settle(at rows: BarRows) {
    for slot in positions.indices where positions[slot].isOpen { moveMarks(ofPosition: slot, to: rows) }
    for slot in positions.indices where positions[slot].isOpen {
      for index in legs(ofPosition: slot) {
        let rate = rows[legs[index].instrument].settledRate
        guard legs[index].isOpen, !rate.isNaN else { continue }
        let due = -legs[index].sign * legs[index].quantity * legs[index].mark * rate
        let paid = max(due, -max(legs[index].balance + legs[index].unrealizedProfit, 0))
        legs[index].funding += paid
        book(
          .funding, amount: paid, price: legs[index].mark, rate: rate, leg: legs[index],
          position: positions[slot].number, bar: rows.bar)
        legs[index].updateLiquidationPrice(rules[legs[index].rules])
      }
    }
  }

  /// Takes over the marks of a bar: those of all legs, or none where one of two open legs has no price of this moment.
  ///
  /// A move of the market on one leg of a pair alone would look like a profit or a loss that does not exist.
  @inline(__always)
  private mutating func moveMarks(ofPosition slot: Int, to rows: BarRows) {
    let range = legs(ofPosition: slot)
    var open = 0
    var isCurrent = true
    for index in range where legs[index].isOpen {
      open += 1
      isCurrent = isCurrent && rows[legs[index].instrument].quote.isCurrent
    }
    if open > 1 && !isCurrent { return }
    for index in range { legs[index].mark = rows[legs[index].instrument].mark }
  }

  /// Marks positions whose loss passed the stop-loss, then closes what has to go and can be filled, and what has lost
  /// the market it is held on.
  ///
  /// - Returns: Whether a stop-loss fired.
  private mutating func closeWhatMustGo(at rows: BarRows) -> Bool {
    var stopLossFired = false
    for slot in positions.indices where positions[slot].isOpen {
      if isOrphaned(slot, at: rows) {
        close(slot: slot, reason: .endOfData, at: rows, isForced: true)
        continue
      }
      if positions[slot].pendingExit == nil, profitShareAfterExit(slot, at: rows) < trading.stopLoss {
        positions[slot].pendingExit = .stopLoss
        statistics.stopLosses += 1
        stopLossFired = true
      }
      if let reason = positions[slot].pendingExit { close(slot: slot, reason: reason, at: rows) }
    }
    return stopLossFired
  }

  /// Whether an open leg is no longer listed: there will be no price to hold the position at, or to leave it at.
  @inline(__always)
  private func isOrphaned(_ slot: Int, at rows: BarRows) -> Bool {
    for index in legs(ofPosition: slot) where legs[index].isOpen && rows[legs[index].instrument].quote.isFinal {
      return true
    }
    return false
  }

  /// Forbids entries for a day after the loss of a UTC day passed the limit.
  ///
  /// - Returns: Whether it did so now.
  private mutating func haltAfterDailyLoss(at bar: Int) -> Bool {
    guard let limit = settings.risk.dailyLossHalt else { return false }
    var isHalted = false
    if equity < dayStartEquity * (1 - limit), bar >= haltedUntil {
      haltedUntil = bar + grid.bars(inHours: RiskConfiguration.haltHours)
      statistics.halts += 1
      isHalted = true
    }
    if grid.beginsDay(bar) { dayStartEquity = equity }
    return isHalted
  }
}
