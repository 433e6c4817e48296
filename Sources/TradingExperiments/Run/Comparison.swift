import Accounting
import Agents
import Envs
import Randomness
import RLCore
import Trading
import Training
import TextFormats

/// An agent beside the baselines on one window.
public struct Comparison {
  /// The agent, if any, then the baselines.
  package let playthroughs: [Playthrough]
  /// Their scorecards in the same order.
  public let scorecards: [NamedScorecard]
  /// The rule that was chosen on the training window.
  public let rule: ThresholdRule
  /// The rule on the mean of a day, in the linked layout.
  public let dailyRule: ThresholdRule?
  /// Expected profit of the window that no causal policy exceeds, USD, where the law of the market is known; see
  /// `KnownLawPolicy`.
  public let causalBound: Double?

  /// What tables call the threshold rules: on the last rate, and on the mean of a day.
  public static let ruleNames = ["threshold rule", "24-h threshold rule"]
  /// What tables call the policy that is told the law of the market.
  public static let knownLawName = "known law"

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
  public init(
    agent: (any Policy<DiscreteAction>)?, named name: String = "agent", on market: PreparedMarket, hours: Range<Int>,
    task: FundingArbitrageConfiguration, random: RandomStream
  ) throws {
    var training = task
    training.dataRanges = market.windows.train
    let rule = try ThresholdRule.best(
      on: market.market, configuration: training, widens: task.layout == .linked)
    var played: [Playthrough] = []
    if let agent { played.append(try Playthrough(name, agent: agent, on: market, hours: hours, task: task)) }
    let stream = random.split("baseline")
    let task = task.hourly
    played.append(try Playthrough("no trade", NoTrade(), on: market, hours: hours, task: task, random: stream))
    played.append(try Playthrough("random valid", RandomValid(), on: market, hours: hours, task: task, random: stream))
    played.append(try Playthrough(Self.ruleNames[0], rule, on: market, hours: hours, task: task, random: stream))
    var (dailyRule, causalBound): (ThresholdRule?, Double?) = (nil, nil)
    if task.layout == .linked {
      let rule = try ThresholdRule.best(on: market.market, configuration: training, signal: .dailyMean, widens: true)
      played.append(
        try Playthrough(Self.ruleNames[1], rule, on: market, hours: hours, task: task, random: stream))
      dailyRule = rule
      if let law = market.source.law {
        let known = try KnownLawPolicy.best(law: law, on: market.market, configuration: training, judged: hours)
        played.append(
          try Playthrough(Self.knownLawName, known.policy, on: market, hours: hours, task: task, random: stream))
        causalBound = known.expectedBound
      }
    }
    self.dailyRule = dailyRule
    self.causalBound = causalBound
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
  public let hindsightProfit: Double

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

  private var baselineNotes: [String] {
    var notes: [String] = []
    if let dailyRule {
      notes.append(
        "The 24-h threshold rule goes by the mean of a day: above \(dailyRule.enterAbove) % in, below "
          + "\(dailyRule.exitBelow) % out. Both rules act every hour.")
    }
    if let causalBound {
      notes.append(
        "\"Known law\" is told how the market's funding is generated and acts on dynamic programming, every hour, from "
          + "past settlements alone; it leaves out basis and prices. In its model no causal policy expects more than "
          + "\(NumberText.fixed(causalBound, decimals: 2)) USD in this window.")
    }
    return notes
  }

  /// Sentences that belong under every table and report.
  public func notes(_ market: PreparedMarket, hours: Range<Int>) -> [String] {
    [
      "Window \(market.days(of: hours)), \(hours.count) hours; the market is \(market.origin.label).",
      "Spread, depth and impact are modelled from traded volume; fills are whole and at once.",
      "The threshold rule enters above \(rule.enterAbove) % and leaves below \(rule.exitBelow) % a year, chosen on "
        + market.trainingDays + ".",
    ] + baselineNotes + [
      "The hindsight optimum of \(NumberText.fixed(hindsightProfit, decimals: 2)) USD knows the future, trades every "
        + "symbol at the largest size and has no limit on positions: a ceiling, not a rival."
    ]
  }
}
