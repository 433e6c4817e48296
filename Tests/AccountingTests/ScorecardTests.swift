import Foundation
import Randomness
import Testing

@testable import Accounting

@Suite("Scorecard identities")
struct ScorecardTests {
  @Test("Profit factor is the win/loss ratio times wins over losses, and not the ratio itself")
  func profitFactor() throws {
    // 23 wins of 16.38 and 28 losses of 3.88: the ratio is 4.22, the profit factor 3.47.
    let trades =
      (0..<23).map { TestRecords.trade($0, price: 16.38) } + (0..<28).map { TestRecords.trade($0, price: -3.88) }
    let statistics = TradeStatistics(of: trades)
    let factor = try #require(statistics.profitFactor)
    let ratio = try #require(statistics.winLossRatio)
    #expect(abs(ratio - 4.2216) < 1e-4)
    #expect(abs(factor - 3.4678) < 1e-4)
    #expect(abs(factor - ratio * 23 / 28) < 1e-12)
    #expect(abs(try #require(statistics.winRate) - 100 * 23 / 51.0) < 1e-12)
  }

  @Test("A break-even trade is neither win nor loss, and ratios without losses are undefined")
  func breakEven() {
    let statistics = TradeStatistics(of: [TestRecords.trade(funding: 2, fees: 2), TestRecords.trade(price: 5)])
    #expect(statistics.wins == 1 && statistics.losses == 0 && statistics.winRate == 50)
    #expect(statistics.profitFactor == nil && statistics.winLossRatio == nil && statistics.averageLoss == nil)
    let empty = TradeStatistics(of: [])
    #expect(empty.winRate == nil && empty.meanHoldingHours == nil && empty.averageWin == nil)
  }

  @Test("The longest holding is that of the trade whose last leg left last after its entry")
  func longestHolding() {
    var late = TestRecords.trade(hours: 9)
    late.entryTimestamp = TestRecords.hour(3)
    let trades = [TestRecords.trade(hours: 5), TestRecords.trade(hours: 8), late]
    #expect(trades.map(\.holdingHours) == [5, 8, 6])
    #expect(TradeStatistics(of: trades).longestHoldingHours == 8)
    #expect(TradeStatistics(of: []).longestHoldingHours == nil)
  }

  @Test("The change of equity is the sum of trade profits and funding plus price less fees")
  func conservation() {
    let card = story()
    #expect(abs(card.netProfit - 6.5) < 1e-9)
    #expect(card.fundingProfit == 12 && card.priceProfit == -3 && card.fees == 2.5)
    #expect(abs(card.netProfit - (card.fundingProfit + card.priceProfit - card.fees)) < 1e-9)
    #expect(abs(card.netProfit - storyTrades.reduce(0) { $0 + $1.netProfit }) < 1e-9)
    #expect(abs(card.bookkeepingResidual) < 1e-9)
    #expect(abs(card.netReturn - 0.65) < 1e-9)
  }

  @Test("Money that no ledger row explains shows as a residual")
  func residual() {
    var random = RandomStream(seed: 1)
    let card = Scorecard.compute(
      initialCash: 1000, equity: TestRecords.curve([1000, 1010]), trades: [],
      ledger: [TestRecords.entry(.funding, 7)], using: &random)
    #expect(abs(card.bookkeepingResidual - 3) < 1e-9)
  }

  @Test("Unrealised profit at the end counts as price profit")
  func unrealised() {
    var random = RandomStream(seed: 1)
    let open = EquityPoint(timestamp: TestRecords.hour(1), cash: 999, equity: 1004, marginUsed: 502, positions: 1)
    let card = Scorecard.compute(
      initialCash: 1000, equity: TestRecords.curve([1000]) + [open], trades: [],
      ledger: [TestRecords.entry(.fee, -1)], using: &random)
    #expect(card.priceProfit == 5 && card.fees == 1 && abs(card.bookkeepingResidual) < 1e-9)
    #expect(card.maximumUtilisation == 50 && card.meanUtilisation == 25)
  }

  @Test("The sum of the ledger is the sum of its parts, whatever the kinds")
  func ledgerParts() {
    var random = RandomStream(seed: 5)
    let ledger = (0..<500).map { index in
      TestRecords.entry(
        LedgerEntry.Kind.allCases[index % LedgerEntry.Kind.allCases.count], random.uniform(in: -5..<5))
    }
    #expect(abs(ProfitParts(of: ledger).net - ledger.reduce(0) { $0 + $1.amount }) < 1e-9)
  }

  @Test("The monthly return compounds to 30 days")
  func monthly() throws {
    #expect(abs(try #require(Scorecard.monthlyReturn(growth: 1.1, hours: 360)) - 21) < 1e-9)
    #expect(abs(try #require(Scorecard.monthlyReturn(growth: 1.21, hours: 1440)) - 10) < 1e-9)
    #expect(Scorecard.monthlyReturn(growth: -0.1, hours: 24) == -100)
    #expect(Scorecard.monthlyReturn(growth: 1, hours: 0) == nil)
  }

  @Test("Maximum drawdown equals the largest fall over all pairs of points")
  func drawdown() {
    var random = RandomStream(seed: 9)
    for _ in 0..<20 {
      var value = 1000.0
      let path = (0..<60).map { _ -> Double in
        value *= 1 + 0.02 * random.normal()
        return value
      }
      let all = [1000] + path
      var worst = 0.0
      for (index, later) in all.enumerated() {
        for earlier in all[...index] { worst = max(worst, (earlier - later) / earlier * 100) }
      }
      let measured = DrawdownCurve(initialCash: 1000, equity: TestRecords.curve(path)).maximum
      #expect(abs(measured - worst) < 1e-9)
    }
  }

  @Test("Rates, shares and counts follow from their parts")
  func rates() {
    let card = story()
    #expect(card.hours == 48 && card.trades == 3 && card.tradesPerDay == 1.5)
    #expect(card.meanHoldingHours == 20)
    #expect(card.liquidations == 1 && card.stopLosses == 1 && card.rejectedActions == 4)
    #expect(abs((card.hindsightShare ?? 0) - 32.5) < 1e-9)
    #expect(card.startTimestamp == TestRecords.hour(0) && card.endTimestamp == TestRecords.hour(48))
  }

  @Test("No trade has a return of 0 and undefined ratios")
  func noTrade() {
    var random = RandomStream(seed: 1)
    let card = Scorecard.compute(
      initialCash: 1000, equity: TestRecords.curve([Double](repeating: 1000, count: 100)), trades: [], ledger: [],
      hindsightProfit: 0, using: &random)
    #expect(card.netReturn == 0 && card.monthlyReturn == 0 && card.maximumDrawdown == 0)
    #expect(card.sharpe == nil && card.sharpeInterval == nil && card.sortino == nil && card.profitFactor == nil)
    #expect(card.hindsightShare == nil && card.meanUtilisation == 0)
  }

  private let storyTrades = [
    TestRecords.trade(1, funding: 10, fees: 1, price: 1, hours: 24),
    TestRecords.trade(2, funding: 2, fees: 1, price: -1, hours: 24, reason: .stopLoss),
    TestRecords.trade(3, fees: 0.5, price: -3, hours: 12, reason: .liquidation),
  ]

  private func story() -> Scorecard {
    var random = RandomStream(seed: 1)
    let path = (0...48).map { 1000 + 6.5 * Double($0) / 48 }
    let ledger = [
      TestRecords.entry(.open, 0), TestRecords.entry(.fee, -2.5), TestRecords.entry(.funding, 15),
      TestRecords.entry(.funding, -3), TestRecords.entry(.liquidation, -3), TestRecords.entry(.close, 0),
    ]
    return Scorecard.compute(
      initialCash: 1000, equity: TestRecords.curve(path), trades: storyTrades, ledger: ledger, hindsightProfit: 20,
      rejectedActions: 4, using: &random)
  }
}
