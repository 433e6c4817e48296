import Accounting
import Randomness
import Reporting
import Testing
import Statistics

@Suite("ScorecardVerdict")
struct VerdictTests {
  @Test("A loss, the better baseline and the gap are in the headline")
  func loss() {
    let verdict = ScorecardVerdict(scorecards: [entry("agent", .agent, 988), entry("no trade", .baseline, 1000)])
    #expect(
      verdict.headline
        == "Lost 1.20 % (12.00 USD) in 1.0 days. The best baseline, no trade (0.00 %), did better by 1.20 percentage "
        + "points.")
  }

  @Test("The best of several baselines is compared; the ceiling is not a baseline")
  func best() {
    let verdict = ScorecardVerdict(
      scorecards: [
        entry("agent", .agent, 1020), entry("no trade", .baseline, 1000), entry("rule", .baseline, 1005),
        entry("optimum", .ceiling, 2000),
      ])
    #expect(
      verdict.headline
        == "Earned 2.00 % (20.00 USD) in 1.0 days, after all costs. That is 1.50 percentage points more than the best "
        + "baseline, rule (0.50 %).")
  }

  @Test("A loss too small for two decimals does not read as zero")
  func smallLoss() {
    #expect(ScorecardVerdict(scorecards: [entry("agent", .agent, 999.99)]).headline.hasPrefix("Lost 0.001000 %"))
  }

  @Test("No trade is called no trade, and equal results are called equal")
  func idle() {
    let verdict = ScorecardVerdict(scorecards: [entry("agent", .agent, 1000), entry("no trade", .baseline, 1000)])
    #expect(verdict.headline.hasPrefix("Made no trade in 1.0 days: nothing earned, nothing lost."))
    #expect(verdict.headline.hasSuffix("did as well."))
  }

  @Test("Chance, liquidations and books that do not close are remarked on")
  func remarks() {
    var agent = entry("agent", .agent, 1020)
    agent.scorecard.sharpeInterval = ConfidenceInterval(lower: -1, upper: 3, confidence: 0.95)
    agent.scorecard.liquidations = 1
    agent.scorecard.stopLosses = 2
    let remarks = ScorecardVerdict(scorecards: [agent]).remarks
    #expect(remarks.count == 3)
    #expect(remarks[0].contains("-1.0 … 3.0: it includes 0, so this result cannot be told from chance."))
    #expect(remarks[1] == "1 position was liquidated, 2 positions were closed by the stop-loss.")
    #expect(remarks[2] == "The books do not close: the ledger leaves 20.00 USD of the profit unexplained.")
    agent.scorecard.sharpeInterval = ConfidenceInterval(lower: 1, upper: 3, confidence: 0.95)
    #expect(ScorecardVerdict(scorecards: [agent]).remarks[0].hasSuffix("it does not include 0."))
  }

  @Test("A handful of trades is called too few; none and thirty are not", arguments: [0, 1, 2, 29, 30])
  func fewTrades(count: Int) {
    var agent = entry("agent", .agent, 1020)
    agent.scorecard.trades = count
    let remarks = ScorecardVerdict(scorecards: [agent]).remarks
    let expected = [
      1: "1 trade is too few to tell skill from luck.", 2: "2 trades are too few to tell skill from luck.",
      29: "29 trades are too few to tell skill from luck.",
    ]
    #expect(remarks.first { $0.contains("luck") } == expected[count])
  }

  private func entry(_ name: String, _ role: NamedScorecard.Role, _ final: Double) -> NamedScorecard {
    var random = RandomStream(seed: 1)
    let points = [1000, final].enumerated().map { index, value in
      EquityPoint(timestamp: Int64(index) * 86_400_000, cash: value, equity: value, marginUsed: 0, positions: 0)
    }
    let card = Scorecard.compute(initialCash: 1000, equity: points, trades: [], ledger: [], using: &random)
    return NamedScorecard(name: name, role: role, scorecard: card)
  }
}
