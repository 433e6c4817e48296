import Envs
import MarketData
import Randomness
import Reporting
import Trading

/// What is changed when a policy is tried again on hours that it was judged on.
package enum StressCondition: Codable, Hashable, Sendable {
  /// Nothing.
  case unchanged
  /// Fees, spread and impact twice as large.
  case doubledCosts
  /// Opportunities as they were so many hours before.
  case laggedSignal(hours: Int)
  /// Opportunities of other hours; the number names the draw.
  case shuffledSignal(draw: Int)

  /// Every condition that a result is tried under; nineteen shuffles are the fewest that a result can beat at 5 %.
  package static let all: [StressCondition] =
    [.unchanged, .doubledCosts, .laggedSignal(hours: 24)] + (1...19).map { .shuffledSignal(draw: $0) }

  /// Whether it is one of the shuffles.
  package var isShuffled: Bool { if case .shuffledSignal = self { true } else { false } }

  /// The market as policies see it.
  package func market(_ market: PreparedMarket, hours: Range<Int>, random: RandomStream) -> PreparedMarket {
    switch self {
    case .unchanged, .doubledCosts: return market
    case .laggedSignal(let lag): return market.showing(market.source.opportunities.lagged(byHours: lag))
    case .shuffledSignal(let draw):
      var stream = random.split("shuffle", draw)
      return market.showing(market.source.opportunities.shuffled(within: hours, using: &stream))
    }
  }

  /// The task with the costs of the condition.
  package func task(_ task: FundingArbitrageConfiguration) -> FundingArbitrageConfiguration {
    guard self == .doubledCosts else { return task }
    var task = task
    task.execution.feeMultiplier *= 2
    task.execution.slippageMultiplier *= 2
    return task
  }

  /// The condition as reports describe it.
  package var described: StressRun.Condition {
    switch self {
    case .unchanged: .unchanged
    case .doubledCosts: .doubledCosts
    case .laggedSignal(let hours):
      StressRun.Condition(
        name: "signal lagged by \(hours) h",
        explanation: "Placebo: the policy sees the opportunities of \(hours) hours before. An edge from the signal "
          + "shrinks; one that grows is no edge.")
    case .shuffledSignal:
      StressRun.Condition(
        name: "shuffled signal, median run", explanation: StressRun.Condition.shuffledSignal.explanation)
    }
  }
}
