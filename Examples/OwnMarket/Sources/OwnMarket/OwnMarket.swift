import Foundation
import RLFramework

/// `OwnMarket [FOLDER]`: trains on the market in a folder, or on a generated one, and asks whether the result is luck.
@main
struct OwnMarket {
  static func main() throws {
    var settings = RunConfiguration()
    settings.data = CommandLine.arguments.dropFirst().first
    settings.preset = .simple
    settings.syntheticDays = 120
    settings.timesteps = 16_384
    settings.rolloutSteps = 128
    settings.validationInterval = 4_096
    try settings.validate()

    // The market, cut into hours to learn from, to choose by, and to judge on once.
    let market = try PreparedMarket(settings)
    print(market.source.quality.summary)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("own-market-\(UUID().uuidString)")

    // Train, select, judge beside the baselines; the folder has the books and the page.
    let directory = RunDirectory(folder.appendingPathComponent("run").path)
    let run = try SingleRun(settings, market: market, directory: directory, resumes: false)
    guard try run.train() else { return }
    let comparison = try run.conclude()
    print(ScorecardTable(label: SingleRun.label(market, settings), scorecards: comparison.scorecards).text)

    // The same over folds in time, each with its own training, choice and test.
    var folds = WalkForwardSettings()
    folds.folds = 2
    let walk = try WalkForwardRun(
      settings, folds, source: market.source, folder: folder.appendingPathComponent("walk-forward"))
    try walk.prepare()
    let judgement = WalkForwardJudgement(walk, try walk.results(workers: 2))
    try judgement.write()
    print(judgement.luck.verdict.text)
    print("Open \(directory.report.path) and \(walk.folder.appendingPathComponent("report.html").path).")
  }
}
