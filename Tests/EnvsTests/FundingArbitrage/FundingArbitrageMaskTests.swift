import MarketData
import RLCore
import Randomness
import Testing
import Trading

@testable import Envs

/// What the mask allows, reason by reason.
///
/// Slot 0 of the fixture buys alpha and sells beta.
@Suite struct FundingArbitrageMaskTests {
  private let enter = FundingArbitrageAction.enter(slot: 0, size: 0)

  /// Whether ENTER is valid, and why the environment refuses it if it is tried all the same.
  private func refusal(
    _ environment: FundingArbitrageEnvironment, _ action: FundingArbitrageAction
  ) -> Rejection? {
    var environment = environment
    let isValid = environment.mask[environment.configuration.action(action).index]
    let before = environment.statistics.rejectedActions
    _ = environment.take(action)
    let after = environment.statistics.rejectedActions
    let reason = Rejection.allCases.first { after[$0] > before[$0] }
    #expect(isValid == (reason == nil))
    #expect(after.total - before.total == (isValid ? 0 : 1))
    return reason
  }

  private func environment(
    _ change: (inout MarketFixture, inout FundingArbitrageConfiguration) -> Void
  ) throws -> FundingArbitrageEnvironment {
    var fixture = MarketFixture(hours: 60)
    var configuration = FundingArbitrageConfiguration.story
    change(&fixture, &configuration)
    return try .recording(fixture, configuration)
  }

  @Test("HOLD is valid and EXIT is not where nothing is held")
  func empty() throws {
    var environment = try environment { _, _ in }
    #expect(environment.mask == [true, true, true, false])
    #expect(refusal(environment, .exit(slot: 0)) == .emptyPosition)
    _ = environment.take(enter)
    #expect(environment.mask == [true, false, false, true])
    #expect(refusal(environment, enter) == .noFreeSlot)
  }

  @Test("An unknown index is refused, and time passes")
  func unknown() throws {
    var environment = try environment { _, _ in }
    _ = environment.step(DiscreteAction(99))
    #expect(environment.statistics.rejectedActions[.unknownAction] == 1 && environment.hour == 1)
    #expect(environment.cash == 10_000)
  }

  @Test("An empty opportunity slot cannot be entered")
  func emptySlot() throws {
    let environment = try environment { $1.opportunitySlots = 3 }
    #expect(refusal(environment, .enter(slot: 2, size: 0)) == .emptyOpportunity)
  }

  @Test("A symbol that is held cannot be entered again, in either direction")
  func heldSymbol() throws {
    var environment = try environment {
      $1.positionSlots = 3
      $1.trading = .fixed(TradingConfig(maximumPositions: 3))
    }
    _ = environment.take(enter)
    #expect(refusal(environment, enter) == .symbolHeld)
    #expect(refusal(environment, .enter(slot: 1, size: 0)) == .symbolHeld)
  }

  @Test("The cheaper leg has to reach its venue's least notional")
  func minimumNotional() throws {
    // Alpha costs 50, beta 100: a size of 1000 buys 10 units, 500 USD on alpha.
    let build = { (minimum: Double) in
      try self.environment { fixture, _ in
        fixture.price(50, of: 0, from: 0)
        fixture.rules[0].minimumNotional = minimum
      }
    }
    #expect(try refusal(build(500), enter) == nil)
    #expect(try refusal(build(501), enter) == .belowMinimumNotional)
  }

  @Test("A leg takes at most its share of the thinner depth")
  func depth() throws {
    let build = { (depth: Double) in try self.environment { fixture, _ in fixture.rows[1][0].depth = depth } }
    #expect(try refusal(build(10_000), enter) == nil)
    #expect(try refusal(build(9_999), enter) == .beyondDepth)
  }

  @Test("The distance to liquidation at entry keeps the buffer on both sides, by tier")
  func liquidationBuffer() throws {
    // At leverage 4 and 2 % maintenance a short is liquidated at 1.25/1.02, 22.5 % away; a long at 0.75/0.98, 23.5 %.
    let build = { (buffer: Double, rate: Double) in
      try self.environment { fixture, configuration in
        fixture.rules[1].marginTiers = MarginTier.table([(0, rate, 50), (2000, 0.2, 50)])
        configuration.trading = .fixed(
          TradingConfig(leverage: 4, maximumPositions: 1, stopLoss: -1, liquidationBuffer: buffer))
      }
    }
    #expect(try refusal(build(0.225, 0.02), enter) == nil)
    #expect(try refusal(build(0.226, 0.02), enter) == .liquidationBuffer)
    #expect(try refusal(build(0.226, 0.01), enter) == nil)
  }

  @Test("The largest leg that keeps the buffer is the one whose liquidation price lies exactly there")
  func largestNotional() throws {
    for rules in [VenueRulebook.standard.fallback.others, VenueRulebook.standard.fallback.majors] {
      for leverage in [1.5, 3, 5] {
        for side in VenueRules.Side.allCases {
          let trading = TradingConfig(leverage: leverage, liquidationBuffer: 0.12)
          let limit = rules.largestNotional(side: side, keeping: trading)
          for (share, holds) in [(0.999, true), (1.001, false)] {
            let notional = limit * share
            let price = rules.liquidationPrice(
              side: side, entryPrice: 1, quantity: notional, walletBalance: notional / leverage)
            let distance = side.sign * (1 - (price ?? (side == .long ? 0 : .infinity)))
            let isAllowed = rules.tier(at: notional).maximumLeverage >= leverage
            #expect((distance >= 0.12 && isAllowed) == holds, "\(side) at \(leverage)x, \(notional)")
          }
        }
      }
    }
  }

  @Test("A leverage that the venue does not allow cannot be entered")
  func venueLeverage() throws {
    let environment = try environment { fixture, _ in
      fixture.rules[0].marginTiers = MarginTier.table([(0, 0.005, 1.5)])
    }
    #expect(refusal(environment, enter) == .liquidationBuffer)
  }

  @Test("Margin stays below its share of the equity that the entry leaves")
  func margin() throws {
    // Margin 1000, fees 1: 1000 < 0.95·(capital − 1) needs a capital above 1053.63.
    let build = { (capital: Double) in try self.environment { $1.initialCapital = capital } }
    #expect(try refusal(build(1053.64), enter) == nil)
    #expect(try refusal(build(1053.63), enter) == .marginLimit)
  }

  @Test("A daily loss halts entries for 24 hours where the limit is set")
  func dailyHalt() throws {
    var environment = try environment { fixture, configuration in
      fixture.price(92, of: 0, from: 3)
      configuration.initialCapital = 1500
      configuration.risk.dailyLossHalt = 0.05
    }
    _ = environment.take(.hold)
    _ = environment.take(.hold)
    _ = environment.take(enter)
    // −80 of 1500 is 5.3 %.
    #expect(environment.statistics.halts == 1)
    _ = environment.take(.exit(slot: 0))
    #expect(refusal(environment, enter) == .halted)
    while environment.hour < 26 { _ = environment.take(.hold) }
    #expect(refusal(environment, enter) == .halted)
    _ = environment.take(.hold)
    #expect(refusal(environment, enter) == nil)
  }

  @Test("Action indices and meanings translate both ways")
  func indices() {
    let full = FundingArbitrageConfiguration.full
    for index in 0..<full.actionCount {
      #expect(full.meaning(of: DiscreteAction(index)).map { full.action($0).index } == index)
    }
    #expect(full.meaning(of: DiscreteAction(11)) == .enter(slot: 0, size: 1))
    #expect(full.meaning(of: DiscreteAction(30)) == .enter(slot: 9, size: 2))
    #expect(full.meaning(of: DiscreteAction(31)) == .exit(slot: 0))
    #expect(full.meaning(of: DiscreteAction(36)) == nil && full.meaning(of: DiscreteAction(-1)) == nil)
  }
}
