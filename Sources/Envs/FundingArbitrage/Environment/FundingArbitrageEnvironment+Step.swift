import Accounting
import RLCore
import Settings
import Trading

extension FundingArbitrageEnvironment {
  /// Trades, then lives through the hours until the next decision and settles what each of them brings.
  public mutating func step(_ action: DiscreteAction) -> StepOutcome {
    enforce(end == nil, "the episode has ended; reset the environment before the next step")
    let market = self.market
    return market.rows.withUnsafeBufferPointer { rows in
      let costShare = configuration.reward.costShare(age: age)
      var action: DiscreteAction? = action
      var reward = 0.0
      repeat {
        reward += advance(
          action, from: market.barRows(hour, in: rows), to: market.barRows(hour + 1, in: rows), costShare: costShare)
        action = nil
      } while end == nil && market.hourOfDay(hour) % configuration.decisionInterval != 0
      age += 1
      return StepOutcome(reward: Float(reward), end: end)
    }
  }

  /// Lives through an hour.
  ///
  /// - Parameters:
  ///   - action: What is done at its open; `nil` between decisions.
  ///   - now: The hour.
  ///   - next: The hour after it, whose settlements and marks are booked.
  ///   - costShare: Share of the hour's trading costs that the reward contains.
  /// - Returns: The reward of the hour.
  private mutating func advance(
    _ action: DiscreteAction?, from now: BarRows, to next: BarRows, costShare: Double
  ) -> Double {
    let equityBefore = account.equity
    let entriesBefore = account.statistics.entries
    let costsBefore = account.tradingCosts
    if let action { perform(action, at: now) }
    let hasEntered = account.statistics.entries > entriesBefore

    hour = next.bar
    let events = account.advance(from: now, to: next)
    finishIfDue(at: next)
    account.recordEquity(bar: hour)
    if end != nil { finishedBooks = account.recording?.books }
    let forgiven = costShare < 1 ? (1 - costShare) * (account.tradingCosts - costsBefore) : 0
    return reward(
      equityBefore: equityBefore - forgiven, hasEntered: hasEntered, stopLossFired: events.stopLossFired)
  }

  private mutating func perform(_ action: DiscreteAction, at now: BarRows) {
    let meaning = configuration.meaning(of: action)
    if meaning == .hold { consecutiveHolds += 1 } else { consecutiveHolds = 0 }
    switch meaning {
    case .hold?: lastAction = .hold
    case .enter(let slot, let size)?: lastAction = .enter(slot: slot, size: size)
    case .exit(let slot)?: lastAction = .exit(slot: slot)
    case nil: break
    }
    if let reason = refusal(of: action) {
      rejectedActions.count(reason)
      return
    }
    switch meaning {
    case .enter(let slot, let size)?:
      enter(market.slots[hour * market.slotCount + slot], fraction: configuration.sizeFractions[size], at: now)
    case .exit(let slot)?: account.close(slot: slot, reason: .agent, at: now)
    case .hold?, nil: break
    }
  }

  private mutating func enter(_ slot: OpportunitySlot, fraction: Double, at now: BarRows) {
    let (long, short) = (Int(slot.long), Int(slot.short))
    let opened = account.open(
      LegOrder(long, .long), LegOrder(short, .short), symbol: slot.symbol, size: account.size(fraction: fraction),
      at: now)
    if let opened { entries[opened] = PairEntry(long: now[long], short: now[short]) }
  }

  /// Ends the episode at bankruptcy, at the drawdown limit or at the end of the window, with every position closed;
  /// a random window may leave them open.
  private mutating func finishIfDue(at next: BarRows) {
    let limit = configuration.risk.terminatingDrawdown ?? .infinity
    if account.equity <= 0 || account.currentDrawdown >= limit {
      end = .terminated
      account.closeAll(reason: .stopLoss, at: next)
    } else if hour == lastHour {
      end = .truncated
      if !closesAtEnd { return }
      account.closeAll(reason: .endOfData, at: next)
    } else {
      return
    }
    account.revalue()
  }

  private var closesAtEnd: Bool { configuration.window == .fullRange || configuration.closesRandomWindows }

  private func reward(equityBefore: Double, hasEntered: Bool, stopLossFired: Bool) -> Double {
    let terms = configuration.reward
    var reward = terms.scale * 100 * (account.equity - equityBefore) / configuration.initialCapital
    if terms.penalizesEntry, hasEntered { reward -= terms.scale * account.lastEntryFeePercent }
    if terms.penalizesLiquidationProximity {
      let missing = RewardConfiguration.liquidationComfort - account.liquidationDistance
      reward -= RewardConfiguration.liquidationSteepness * max(missing, 0)
    }
    if terms.penalizesStopLoss, stopLossFired { reward -= RewardConfiguration.stopLossPenalty }
    return reward
  }
}
