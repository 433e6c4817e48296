import MarketData
import Trading

/// What the linked layout adds: which opportunity belongs to which position, and how each position stands now.
///
/// Funding gaps are in units of 0.1 % for 8 hours, costs, profits and price gaps in percent. None of it is scaled by a
/// fold's scaler, so that it means the same in every market.
extension FundingArbitrageEnvironment {
  /// The last value of `portfolio`: hours until the next UTC hour that is a multiple of 8, over 8.
  func writeClock(into writer: inout ObservationWriter) {
    writer.append(Double(8 - market.hourOfDay(hour) % 8) / 8)
  }

  /// `executions`: the twelve values of the plan, then of the position's own pair the funding gap at the last settled
  /// rates, its means over one and three days, the signed price gap (short − long over long), then what leaving now
  /// would cost and would leave as profit, both over the size, whether it has to be left, whether its pair is among the
  /// opportunities, and whether its symbol is with the legs exchanged.
  func writeLinkedExecutions(into writer: inout ObservationWriter) {
    let capital = denominator
    market.rows.withUnsafeBufferPointer { rows in
      let current = market.barRows(hour, in: rows)
      for slot in account.positions.indices {
        if account.positions[slot].isOpen {
          writePair(slot, rows: current, capital: capital, into: &writer)
          writeLinks(ofPosition: slot, rows: current, into: &writer)
        } else {
          writer.appendZeros(FundingArbitrageConfiguration.linkedExecutionWidth)
        }
      }
    }
  }

  private func writeLinks(ofPosition slot: Int, rows: BarRows, into writer: inout ObservationWriter) {
    let (longLeg, shortLeg) = (account.long(ofPosition: slot), account.short(ofPosition: slot))
    let (long, short) = (longLeg.instrument, shortLeg.instrument)
    let size = account.positions[slot].size
    let (longMeans, shortMeans) = (market.rateMeans(long, at: hour), market.rateMeans(short, at: hour))
    writer.append(Self.gap(Double(rows[short].hourlyRate - rows[long].hourlyRate)))
    writer.append(Self.gap(Double(shortMeans.day - longMeans.day)))
    writer.append(Self.gap(Double(shortMeans.threeDays - longMeans.threeDays)))
    writer.append((shortLeg.mark - longLeg.mark) / longLeg.mark * 100)
    let cost = account.exitCost(ofPosition: slot, at: rows)
    writer.append(cost / size * 100)
    writer.append((account.netProfit(ofPosition: slot) - cost) / size * 100)
    writer.append(account.positions[slot].pendingExit == nil ? 0 : 1)
    writer.append(isShown(long: long, short: short) ? 1 : 0)
    writer.append(isShown(long: short, short: long) ? 1 : 0)
  }

  /// `opportunities`: the 22 features, then whether a position in this very pair is open, and whether one in the same
  /// symbol on another pair is.
  func writeLinkedOpportunities(into writer: inout ObservationWriter) {
    let stride = FundingArbitrageMarket.featureCount
    let first = hour * market.slotCount
    market.features.withUnsafeBufferPointer { features in
      for slot in 0..<configuration.opportunitySlots {
        writer.append(copying: features, from: (first + slot) * stride, count: stride)
        let link = link(of: market.slots[first + slot])
        writer.append(link == .pair ? 1 : 0)
        writer.append(link == .symbol ? 1 : 0)
      }
    }
  }

  /// How an opportunity belongs to what is held.
  private enum Link {
    case none
    case pair
    case symbol
  }

  private func link(of slot: OpportunitySlot) -> Link {
    guard !slot.isEmpty else { return .none }
    for index in account.positions.indices where account.positions[index].symbol == slot.symbol {
      let isPair =
        account.long(ofPosition: index).instrument == Int(slot.long)
        && account.short(ofPosition: index).instrument == Int(slot.short)
      return isPair ? .pair : .symbol
    }
    return .none
  }

  private func isShown(long: Int, short: Int) -> Bool {
    let first = hour * market.slotCount
    return market.slots.withUnsafeBufferPointer { slots in
      for slot in first..<first + configuration.opportunitySlots
      where Int(slots[slot].long) == long && Int(slots[slot].short) == short {
        return true
      }
      return false
    }
  }

  /// A gap of hourly rates in units of 0.1 % for 8 hours.
  @inline(__always)
  private static func gap(_ hourly: Double) -> Double { 8000 * hourly }
}
