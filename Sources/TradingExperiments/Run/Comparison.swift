import Accounting
import Agents
import Envs
import Randomness
import RLCore
import Training

/// An agent beside the baselines on one window.
package struct Comparison {
  /// The agent, if any, then the baselines.
  package let playthroughs: [Playthrough]
  /// Their scorecards in the same order.
  package let scorecards: [NamedScorecard]
  /// The rule that was chosen on the training window.
  package let rule: ThresholdRule

  /// Plays everyone over a window.
  ///
  /// - Parameters:
  ///   - agent: `nil` compares the baselines alone.
  ///   - name: What tables call it.
  ///   - market: Data, windows and scaler.
  ///   - hours: The window.
  ///   - task: What is played, and at what cost.
  ///   - random: Split for each that draws.
  /// - Throws: Where the task does not fit the market.
  package init(
    agent: (any Policy<DiscreteAction>)?, named name: String = "PPO", on market: PreparedMarket, hours: Range<Int>,
    task: FundingArbitrageConfiguration, random: RandomStream
  ) throws {
    var training = task
    training.dataRanges = market.windows.train
    let rule = try ThresholdRule.best(on: market.market, configuration: training)
    var played: [Playthrough] = []
    if let agent { played.append(try Playthrough(name, agent: agent, on: market, hours: hours, task: task)) }
    let stream = random.split("baseline")
    played.append(try Playthrough("no trade", NoTrade(), on: market, hours: hours, task: task, random: stream))
    played.append(try Playthrough("random valid", RandomValid(), on: market, hours: hours, task: task, random: stream))
    played.append(try Playthrough("threshold rule", rule, on: market, hours: hours, task: task, random: stream))
    let optimum = HindsightOptimum.solve(
      market: market.market, hours: hours, notional: Self.largestNotional(task), execution: task.execution)
    let profit = optimum.totalProfit
    playthroughs = played
    scorecards = played.map {
      RecordedPlay($0, hindsightProfit: profit).scorecard(random: random.split("bootstrap"))
    }
    self.rule = rule
    hindsightProfit = profit
  }

  /// What perfect foresight would have earned, symbol by symbol, USD.
  package let hindsightProfit: Double

  /// The largest leg that the initial capital allows.
  private static func largestNotional(_ task: FundingArbitrageConfiguration) -> Double {
    let trading: TradingConfig
    if case .fixed(let fixed) = task.trading { trading = fixed } else { trading = TradingConfig() }
    let slot = task.initialCapital * trading.utilization / Double(trading.maximumPositions)
    let fraction = task.sizeFractions.max() ?? 1
    return switch task.sizing {
    case .plan: fraction * slot
    case .utilization: fraction * slot * trading.leverage / 2
    case .fixedNotional(let notional): fraction * notional
    }
  }

  /// Sentences that belong under every table and report.
  package func notes(_ market: PreparedMarket, hours: Range<Int>) -> [String] {
    [
      "Window \(market.days(of: hours)), \(hours.count) hours; the market is \(market.origin.label).",
      "Spread, depth and impact are modelled from traded volume; fills are whole and at once.",
      "The threshold rule enters above \(rule.enterAbove) % and leaves below \(rule.exitBelow) % a year, chosen on "
        + market.trainingDays + ".",
      "The hindsight optimum of \(NumberText.fixed(hindsightProfit, decimals: 2)) USD knows the future, trades every "
        + "symbol at the largest size and has no limit on positions: a ceiling, not a rival.",
    ]
  }
}
