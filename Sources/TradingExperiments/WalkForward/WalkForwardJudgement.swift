import Accounting
import Foundation
import MarketData
import Persistence
import Randomness
import Reporting
import Trading
import Training
import Validation
import TextFormats

/// What all folds come to together.
public struct WalkForwardJudgement {
  /// The run that was judged.
  public let run: WalkForwardRun
  /// What its folds came to.
  public let results: [FoldResult]
  /// Whether the result can be told from luck.
  public let luck: LuckAssessment

  /// Judges the folds of a run.
  ///
  /// A walk forward is stitched from the tests of its folds; a combinatorial scheme tests every hour in several splits,
  /// and its first path stands for the stitched result.
  public init(_ run: WalkForwardRun, _ results: [FoldResult]) {
    self.run = run
    self.results = results
    let random = RandomStream(seed: run.settings.seed).split("luck")
    let trials = results.flatMap(\.trials)
    let days = (results.map(\.plan.validation.count).min() ?? 0) / 24
    guard let arrangement = run.arrangement else {
      luck = LuckAssessment(
        windows: results.flatMap(\.plays), trials: trials, trialDays: days, candidates: Self.candidates(results),
        random: random)
      return
    }
    let paths = arrangement.joined { split, group in [Self.plays(of: group, in: split, results, arrangement)] }
    let series = paths.compactMap { path in
      RecordedPlay.stitched(path.compactMap { $0.first { $0.role == .agent && $0.condition == .unchanged } })?.returns
    }
    // Splits share validation hours, so that their policies cannot be asked about overfitting together.
    luck = LuckAssessment(
      windows: paths[0], trials: trials, trialDays: days, paths: PathDistribution(paths: series), random: random)
  }

  private static func plays(
    of group: Int, in split: Int, _ results: [FoldResult], _ arrangement: CombinatorialPurgedArrangement
  ) -> [RecordedPlay] {
    let place = arrangement.splits[split].testGroups.firstIndex(of: group) ?? 0
    return results[split].plays[place]
  }

  /// The k-th policy that every fold judged, one behind the other: whether taking the best checkpoint means anything.
  private static func candidates(_ results: [FoldResult]) -> [[Double]] {
    let count = results.map(\.trials.count).min() ?? 0
    guard count >= 2 else { return [] }
    return (0..<count).map { index in results.flatMap { $0.trials[index].dailyReturns } }
  }

  /// The result as reports show it.
  public var reported: WalkForwardResult {
    WalkForwardResult(
      folds: results.flatMap(folds), pathSharpes: luck.evidence.paths?.sharpes.map { $0 ?? .nan } ?? [],
      splits: run.arrangement?.splits.count, initialCash: run.settings.capital,
      stitched: luck.plays.map { ReportInput.Curve(name: $0.name, role: $0.role, points: $0.equity) },
      stresses: luck.stresses, statistics: luck.statistics)
  }

  /// One row for each test window of a fold.
  private func folds(of result: FoldResult) -> [WalkForwardFold] {
    let random = RandomStream(seed: run.settings.seed).split("fold")
    return zip(result.plan.tests, result.plays).enumerated().map { index, window in
      let (test, plays) = window
      let unchanged = plays.filter { $0.condition == .unchanged }
      let cards = unchanged.map { $0.scorecard(random: random) }
      let agent = cards.first { $0.role == .agent }?.scorecard
      let best = cards.filter { $0.role == .baseline }.max { $0.scorecard.netReturn < $1.scorecard.netReturn }
      let choice = result.trials.first { $0.steps == result.chosenSteps }
      return WalkForwardFold(
        name: result.plan.tests.count == 1 ? result.plan.name : "\(result.plan.name).\(index + 1)",
        periods: periods(of: result.plan, test: test), netReturn: agent?.netReturn ?? 0, sharpe: agent?.sharpe,
        sharpeInterval: agent?.sharpeInterval, trades: agent?.trades ?? 0,
        maximumDrawdown: agent?.maximumDrawdown ?? 0,
        choice: "step \(result.chosenSteps)"
          + (choice.map { ", validation \(NumberText.fixed($0.profit, decimals: 2)) USD" } ?? ""),
        baseline: best?.name ?? "", baselineReturn: best?.scorecard.netReturn)
    }
  }

  private func periods(of plan: FoldPlan, test: Range<Int>) -> [WalkForwardFold.Period] {
    func period(_ use: WalkForwardFold.Period.Use, _ hours: Range<Int>) -> WalkForwardFold.Period {
      WalkForwardFold.Period(
        use, start: run.source.dataset.timestamp(ofBar: hours.lowerBound),
        end: run.source.dataset.timestamp(ofBar: hours.upperBound))
    }
    let used = plan.train.map { period(.train, $0) } + [period(.validation, plan.validation), period(.test, test)]
    let edges = (plan.train + [plan.validation] + plan.tests).sorted { $0.lowerBound < $1.lowerBound }
    // What lies between two windows was left out: after any test as embargo, elsewhere as purge.
    let tests = run.plans.flatMap(\.tests)
    let gaps = zip(edges, edges.dropFirst()).compactMap { before, after -> WalkForwardFold.Period? in
      guard before.upperBound < after.lowerBound else { return nil }
      let isEmbargo = tests.contains { $0.upperBound == before.upperBound }
      return period(isEmbargo ? .embargo : .purge, before.upperBound..<after.lowerBound)
    }
    return used + gaps
  }

  /// Writes verdict, scorecards, books of the stitched result and the page.
  public func write() throws {
    let directory = RunDirectory(run.folder.path)
    let label =
      "\(run.settings.preset.rawValue) preset, \(run.source.origin.label), \(run.scheme.scheme.rawValue) folds"
    try directory.writeScorecards(label, luck.scorecards)
    try directory.writeVerdict(luck.verdict)
    guard let agent = luck.plays.first(where: { $0.role == .agent }) else { return }
    try CSVFile.write(agent.ledger, to: run.folder.appendingPathComponent("ledger.csv"))
    try CSVFile.write(agent.trades, to: run.folder.appendingPathComponent("trades.csv"))
    try CSVFile.write(agent.equity, to: run.folder.appendingPathComponent("equity.csv"))
    let report = ReportInput(
      title: "Walk-forward validation, \(run.settings.preset.rawValue) preset", origin: run.source.origin,
      initialCash: run.settings.capital, scorecards: luck.scorecards,
      curves: luck.plays.map { .init(name: $0.name, role: $0.role, points: $0.equity) }, trades: agent.trades,
      ledger: agent.ledger, settings: try SingleRun.settingRows(run.settings, source: run.source), notes: notes,
      luckVerdict: luck.reported, walkForward: reported)
    try AtomicFile.write(HTMLReport.render(report), to: directory.report)
  }

  /// Sentences that belong under every table and report.
  public var notes: [String] {
    let hours = run.plans.flatMap(\.tests)
    let scheme =
      run.arrangement.map {
        "\($0.splits.count) splits of \($0.groups.count) groups, \($0.paths.count) paths; the stitched result is the "
          + "first path. Training also uses hours after the test: a distribution, not an estimate of what would have "
          + "been earned."
      } ?? "Each fold trains, selects and scales on hours before its test."
    return [
      scheme,
      "Between windows \(run.scheme.purge) hours are left out, after tests \(run.scheme.embargo) more; every position is "
        + "closed at the end of a test, at full cost. Every test begins with the same cash, and profits add up.",
      "Tests cover \(run.source.days(of: (hours.map(\.lowerBound).min() ?? 0)..<(hours.map(\.upperBound).max() ?? 1))); "
        + "the final window of the main job has no part in this.",
      "Spread, depth and impact are modelled from traded volume; fills are whole and at once.",
    ]
  }
}
