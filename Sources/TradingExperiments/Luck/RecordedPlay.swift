import Accounting
import Envs
import Randomness
import Trading

/// The books of one policy on one test window, kept until all windows are judged together.
package struct RecordedPlay: Codable, Sendable, Equatable {
  package var name: String
  package var role: NamedScorecard.Role
  package var condition: StressCondition
  package var equity: [EquityPoint]
  package var trades: [ClosedTrade]
  package var ledger: [LedgerEntry]
  package var rejectedActions: Int
  /// Cash at the start, USD.
  package var initialCapital: Double
  /// What perfect foresight would have earned on the window, USD.
  package var hindsightProfit: Double?

  package init(_ played: Playthrough, under condition: StressCondition = .unchanged, hindsightProfit: Double? = nil) {
    name = played.name
    role = played.role
    self.condition = condition
    equity = played.recording.equity
    trades = played.recording.trades
    ledger = played.recording.ledger
    rejectedActions = played.statistics.rejectedActions.total
    initialCapital = played.recording.initialCapital
    self.hindsightProfit = hindsightProfit
  }

  /// Net profit, USD.
  package var profit: Double { (equity.last?.equity ?? initialCapital) - initialCapital }

  /// Hourly returns.
  package var returns: ReturnSeries { ReturnSeries(initialCash: initialCapital, equity: equity) }

  /// The plays of one policy on several windows, one after the other.
  ///
  /// Every window begins with the same cash and profits add up, as if they were taken out at the end of each: sizes do
  /// not depend on what was earned before, and the books of the whole are those of the parts.
  package static func stitched(_ plays: [RecordedPlay]) -> RecordedPlay? {
    guard var whole = plays.first else { return nil }
    var earned = whole.profit
    for play in plays.dropFirst() {
      whole.equity += play.equity.map { point in
        var point = point
        point.cash += earned
        point.equity += earned
        return point
      }
      whole.trades += play.trades
      whole.ledger += play.ledger
      whole.rejectedActions += play.rejectedActions
      whole.hindsightProfit = whole.hindsightProfit.flatMap { sum in play.hindsightProfit.map { sum + $0 } }
      earned += play.profit
    }
    return whole
  }

  /// The scorecard of the play.
  package func scorecard(random: RandomStream) -> NamedScorecard {
    var random = random
    let card = Scorecard.compute(
      initialCash: initialCapital, equity: equity, trades: trades, ledger: ledger,
      hindsightProfit: hindsightProfit, rejectedActions: rejectedActions, using: &random)
    return NamedScorecard(name: name, role: role, scorecard: card)
  }
}
