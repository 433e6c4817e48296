import Accounting
import Statistics
import TextFormats

/// The result in plain words.
///
/// A loss is called a loss.
public struct ScorecardVerdict: Sendable, Equatable {
  /// What happened, and what the best baseline did.
  public let headline: String
  /// What a reader must know before believing the headline; may be empty.
  public let remarks: [String]

  /// Judges a set of scorecards; the first with the role `agent` is the one that counts.
  public init(scorecards: [NamedScorecard]) {
    guard let agent = scorecards.first(where: { $0.role == .agent })?.scorecard else {
      headline = "No agent was measured."
      remarks = []
      return
    }
    let baselines = scorecards.filter { $0.role == .baseline }
    let best = baselines.max { $0.scorecard.netProfit < $1.scorecard.netProfit }
    headline = Self.outcome(of: agent) + (best.map { Self.comparison(of: agent, with: $0) } ?? "")
    remarks = [
      Self.sampleSize(of: agent), Self.reliability(of: agent), Self.incidents(of: agent), Self.books(of: agent),
    ].compactMap { $0 }
  }

  private static func outcome(of agent: Scorecard) -> String {
    let days = NumberText.fixed(agent.hours / 24, decimals: 1)
    let amount = AxisText.number(abs(agent.netProfit), decimals: 2)
    if agent.netProfit < 0 {
      return "Lost \(percent(-agent.netReturn)) (\(amount) USD) in \(days) days."
    }
    if agent.netProfit > 0 {
      return "Earned \(percent(agent.netReturn)) (\(amount) USD) in \(days) days, after all costs."
    }
    return agent.trades == 0
      ? "Made no trade in \(days) days: nothing earned, nothing lost."
      : "Earned nothing in \(days) days: costs and profits were equal."
  }

  private static func comparison(of agent: Scorecard, with best: NamedScorecard) -> String {
    let gap = agent.netReturn - best.scorecard.netReturn
    let name = "\(best.name) (\(percent(best.scorecard.netReturn)))"
    if gap > 0 { return " That is \(points(gap)) more than the best baseline, \(name)." }
    if gap < 0 { return " The best baseline, \(name), did better by \(points(-gap))." }
    return " The best baseline, \(name), did as well."
  }

  /// Below this many trades the mean of their profits is too uncertain to be called skill.
  private static let fewestTrades = 30

  /// Warns where a handful of trades made the result.
  private static func sampleSize(of agent: Scorecard) -> String? {
    guard agent.trades > 0, agent.trades < fewestTrades else { return nil }
    return "\(agent.trades) \(agent.trades == 1 ? "trade is" : "trades are") too few to tell skill from luck."
  }

  /// Whether the Sharpe ratio can be told from 0.
  private static func reliability(of agent: Scorecard) -> String? {
    guard let interval = agent.sharpeInterval else {
      return agent.trades > 0 ? "The window is too short, or too quiet, for an interval of the Sharpe ratio." : nil
    }
    let level = NumberText.fixed(interval.confidence * 100, decimals: 0)
    let bounds = NumberText.interval(interval, decimals: 1)
    let text = "The \(level) % interval of the Sharpe ratio is \(bounds)"
    return interval.contains(0)
      ? "\(text): it includes 0, so this result cannot be told from chance." : "\(text): it does not include 0."
  }

  private static func incidents(of agent: Scorecard) -> String? {
    let parts = [
      (agent.liquidations, "liquidated"), (agent.stopLosses, "closed by the stop-loss"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? "position was" : "positions were") \($0.1)" }
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
  }

  /// Warns where the ledger does not explain the profit to a millionth of the capital.
  private static func books(of agent: Scorecard) -> String? {
    guard abs(agent.bookkeepingResidual) > 1e-6 * agent.initialCash else { return nil }
    let amount = AxisText.number(agent.bookkeepingResidual, decimals: 2)
    return "The books do not close: the ledger leaves \(amount) USD of the profit unexplained."
  }

  /// Two decimals, more where the value would read as 0.
  private static func percent(_ value: Double) -> String { "\(readable(value)) %" }

  private static func points(_ value: Double) -> String { "\(readable(value)) percentage points" }

  private static func readable(_ value: Double) -> String {
    let decimals = value == 0 || abs(value) >= 0.005 ? 2 : 6
    return NumberText.fixed(value, decimals: decimals)
  }
}
