import Accounting
import Randomness
import Reporting
import Validation

/// Everything that decides whether a result is luck: stitched from windows that no selection saw, deflated by every
/// policy that was ever judged.
public struct LuckAssessment {
  /// Scorecards of the agent and the baselines over all windows.
  public let scorecards: [NamedScorecard]
  /// Their stitched plays, in the same order.
  package let plays: [RecordedPlay]
  /// The agent under every condition, the unchanged one first.
  public let stresses: [StressRun]
  /// What is known about the result.
  public let evidence: LuckEvidence
  /// Its statistics, as reports show them.
  public let statistics: LuckStatistics
  /// The verdict, with every reason.
  public let verdict: LuckVerdict

  /// Weighs plays on windows.
  ///
  /// - Parameters:
  ///   - windows: The plays on each window, in time order.
  ///   - trials: Every policy that was judged in order to choose.
  ///   - trialDays: Days that each of them was judged on.
  ///   - candidates: Daily returns over the same days of policies between which was chosen; empty if there are none.
  ///   - paths: The paths of a combinatorial cross-validation, if there was one; it trains on later hours too.
  ///   - random: Source of the bootstrap's draws.
  package init(
    windows: [[RecordedPlay]], trials: [Trial], trialDays: Int, candidates: [[Double]] = [],
    paths: PathDistribution? = nil, random: RandomStream
  ) {
    func stitched(_ name: String, _ condition: StressCondition) -> RecordedPlay? {
      RecordedPlay.stitched(
        windows.compactMap { plays in plays.first { $0.name == name && $0.condition == condition } })
    }
    let names = (windows.first ?? []).filter { $0.condition == .unchanged }.map(\.name)
    let plays = names.compactMap { stitched($0, .unchanged) }
    guard let agent = plays.first(where: { $0.role == .agent }) else {
      preconditionFailure("Invariant: an assessment has an agent")
    }
    self.plays = plays
    scorecards = plays.map { $0.scorecard(random: random.split("bootstrap")) }
    let stressed = StressCondition.all.compactMap { condition in stitched(agent.name, condition) }
    let shuffled = stressed.filter(\.condition.isShuffled).sorted { $0.profit < $1.profit }
    let shown = stressed.filter { !$0.condition.isShuffled } + (shuffled.isEmpty ? [] : [shuffled[shuffled.count / 2]])
    stresses = shown.map { play in
      let card = play.scorecard(random: random.split("bootstrap")).scorecard
      return StressRun(
        play.condition.described, netReturn: card.netReturn, sharpe: card.sharpe, trades: card.trades,
        maximumDrawdown: card.maximumDrawdown)
    }

    let sharpes = trials.compactMap(\.sharpe)
    var draws = random.split("stationary")
    var evidence = LuckEvidence(
      netProfit: agent.profit, hourlyReturns: agent.returns, trials: max(trials.count, 1),
      variance: sharpes.count >= 2
        ? .measured(annualisedSharpes: sharpes) : .unknown(barsOfTrial: trialDays),
      bootstrap: Self.bootstrap(of: agent.returns), using: &draws)
    evidence.overfitting = Self.overfitting(candidates)
    evidence.paths = paths
    evidence.trainsOnLaterHours = paths != nil
    if !shuffled.isEmpty { evidence.shuffledSignalProfits = shuffled.map(\.profit) }
    for play in stressed {
      if case .laggedSignal(let hours) = play.condition {
        evidence.laggedSignal = .init(bars: hours, netProfit: play.profit)
      }
    }
    evidence.doubledCostProfit = stressed.first { $0.condition == .doubledCosts }?.profit
    evidence.baselines = plays.filter { $0.role == .baseline }.map { .init(name: $0.name, netProfit: $0.profit) }
    self.evidence = evidence
    verdict = LuckVerdict(evidence)
    statistics = LuckStatistics(
      sharpe: agent.returns.sharpe, sharpeInterval: evidence.sharpeInterval,
      probabilisticSharpe: evidence.deflatedSharpe?.moments.probabilisticSharpe(above: 0),
      deflatedSharpe: evidence.deflatedSharpe?.probability, trials: max(trials.count, 1),
      backtestOverfitting: evidence.overfitting?.probability, pValue: evidence.meanPValue,
      pValueTest: evidence.meanPValue == nil ? "" : "stationary bootstrap of the mean return, one-sided")
  }

  /// Blocks as long as the returns remember, a day at least.
  private static func bootstrap(of returns: ReturnSeries) -> BootstrapConfiguration {
    var configuration = BootstrapConfiguration()
    let automatic = BlockBootstrap.automaticBlockLength(of: returns, scheme: .stationary) ?? 0
    configuration.blockLength = max(configuration.blockLength, automatic)
    return configuration
  }

  /// Asks of candidates over the same days whether choosing the best of them means anything; `nil` if there are too
  /// few candidates or days.
  private static func overfitting(_ candidates: [[Double]]) -> BacktestOverfitting? {
    guard candidates.count >= 2, let days = candidates.first?.count, days >= 20 else { return nil }
    return try? BacktestOverfitting(of: candidates, blocks: min(16, days / 4 / 2 * 2))
  }

  /// The verdict as reports show it.
  public var reported: ReportInput.LuckVerdict {
    let mood: ReportInput.LuckVerdict.Mood =
      switch verdict.outcome {
      case .distinguishable: .skill
      case .indistinguishable, .earnedNothing: .undecided
      case .lostMoney: .lost
      }
    return ReportInput.LuckVerdict(
      headline: verdict.headline.prefix(1).uppercased() + verdict.headline.dropFirst() + ".",
      reasons: verdict.reasons, mood: mood)
  }
}
