import RLCore
import Settings
import Trading

extension FundingArbitrageEnvironment {
  /// Writes what is known at the current hour.
  public func writeObservation(into row: inout MutableSpan<Float>) {
    enforce(
      row.count == observationSpace.width, "the row must have \(observationSpace.width) values, was \(row.count)")
    row.withUnsafeMutableBufferPointer { buffer in
      var writer = ObservationWriter(buffer)
      switch configuration.layout {
      case .compact:
        writeCompactPortfolio(into: &writer)
      case .modular:
        writeSettings(into: &writer)
        writePortfolio(into: &writer)
        writeExecutions(into: &writer)
      case .linked:
        writeSettings(into: &writer)
        writePortfolio(into: &writer)
        writeClock(into: &writer)
        writeLinkedExecutions(into: &writer)
        return writeLinkedOpportunities(into: &writer)
      }
      writeOpportunities(into: &writer)
    }
  }

  /// `config`: leverage/10, utilization, maximum positions/5, stop-loss·20, liquidation buffer.
  private func writeSettings(into writer: inout ObservationWriter) {
    let trading = account.trading
    writer.append(trading.leverage / 10)
    writer.append(trading.utilization)
    writer.append(Double(trading.maximumPositions) / 5)
    writer.append(trading.stopLoss * 20)
    writer.append(trading.liquidationBuffer)
  }

  /// `portfolio`: the ten values of the plan.
  ///
  /// Total profit and drawdown are in units of ten percent, all other percentages in percent, shares as shares.
  private func writePortfolio(into writer: inout ObservationWriter) {
    let capital = denominator
    let summary = PositionSummary(account, entries: entries, hour: hour)
    writer.append(account.equity / configuration.initialCapital)
    writer.append(account.available / capital)
    writer.append(account.marginUsed / capital)
    writer.append(Double(account.openCount) / Double(account.trading.maximumPositions))
    writer.append(summary.meanProfitPercent)
    writer.append((account.equity / configuration.initialCapital - 1) * 10)
    writer.append(-account.maximumDrawdown * 10)
    writer.append(configuration.observesProgress ? Double(hour - firstHour) / Double(lastHour - firstHour) : 0)
    writer.append(summary.liquidationDistance)
    writer.append(summary.size / capital)
  }

  /// `executions`: the twelve values of the plan for each position slot.
  ///
  /// Percentages are in percent, except the profits of single legs, which are in units of ten percent, as prices
  /// move by that much while the position as a whole does not; the funding rate is in percent for 8 hours, so that
  /// legs with different intervals compare.
  private func writeExecutions(into writer: inout ObservationWriter) {
    let capital = denominator
    market.rows.withUnsafeBufferPointer { rows in
      let current = market.barRows(hour, in: rows)
      for slot in account.positions.indices {
        if account.positions[slot].isOpen {
          writePair(slot, rows: current, capital: capital, into: &writer)
        } else {
          writer.appendZeros(FundingArbitrageConfiguration.executionWidth)
        }
      }
    }
  }

  /// The twelve values of the plan for an open position.
  @inline(__always)
  func writePair(_ slot: Int, rows: BarRows, capital: Double, into writer: inout ObservationWriter) {
    let position = account.positions[slot]
    let (long, short) = (account.long(ofPosition: slot), account.short(ofPosition: slot))
    let funding = account.funding(ofPosition: slot)
    writer.append(1)
    writer.append(account.netProfit(ofPosition: slot) / position.size * 100)
    writer.append(Double(hour - position.entryBar) / 72)
    writer.append(funding / position.size * 100)
    writer.append(InstrumentBar.fundProfit8h(long: rows[long.instrument], short: rows[short.instrument]))
    writer.append(PairEntry.spread(long.mark, short.mark))
    writer.append(entries[slot].spread)
    writer.append(position.size / capital)
    writer.append(position.entryFees > 0 ? funding / position.entryFees : 0)
    writer.append(long.profitShare * 10)
    writer.append(short.profitShare * 10)
    writer.append(account.liquidationDistance(ofPosition: slot))
  }

  /// `portfolio` of the compact layout: equity over initial capital, open positions over their maximum, mean net
  /// profit in percent, mean hours held/72, size of all positions over equity, mean funding at entry in percent for
  /// 8 hours, last action (0 HOLD, ½ ENTER, 1 EXIT), holds in a row/24, then of the last five trades the mean profit in
  /// percent, the share of winners and the mean hours/72, maximum drawdown in units of ten percent, trades/100, sine
  /// of the hour of the day.
  private func writeCompactPortfolio(into writer: inout ObservationWriter) {
    let summary = PositionSummary(account, entries: entries, hour: hour)
    writer.append(account.equity / configuration.initialCapital)
    writer.append(Double(account.openCount) / Double(account.trading.maximumPositions))
    writer.append(summary.meanProfitPercent)
    writer.append(summary.meanHours / 72)
    writer.append(summary.size / denominator)
    writer.append(summary.meanEntryFunding)
    writer.append(lastActionCode)
    writer.append(Double(consecutiveHolds) / 24)
    writer.append(account.recentTrades.meanProfit)
    writer.append(account.recentTrades.winRate)
    writer.append(account.recentTrades.meanBars / 72)
    writer.append(-account.maximumDrawdown * 10)
    writer.append(Double(account.recentTrades.total) / 100)
    writer.append(FundingArbitrageMarket.dailyCycle[market.hourOfDay(hour)])
  }

  /// `opportunities`: the rows that were computed for the hour.
  private func writeOpportunities(into writer: inout ObservationWriter) {
    let stride = FundingArbitrageMarket.featureCount
    let first = hour * market.slotCount * stride
    let width = configuration.opportunityWidth
    market.features.withUnsafeBufferPointer { features in
      if width == stride {
        writer.append(copying: features, from: first, count: configuration.opportunitySlots * stride)
      } else {
        for slot in 0..<configuration.opportunitySlots {
          writer.append(copying: features, from: first + slot * stride, count: width)
        }
      }
    }
  }

  private var lastActionCode: Double {
    switch lastAction {
    case .hold: 0
    case .enter: 0.5
    case .exit: 1
    }
  }

  /// Equity as a denominator: positive also for a bankrupt account.
  var denominator: Double { max(account.equity, 1e-6 * configuration.initialCapital) }
}
