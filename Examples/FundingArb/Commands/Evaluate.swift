import ArgumentParser
import Foundation
import RLFramework
import TradingExperiments

/// The command `evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays the policy of a run, or a vote of several, over a window, beside the baselines.",
    usage: "example-funding-arb evaluate --run <run> [--run <run> ...] [<options>]",
    discussion: """
      Without --from and --to the final window of the first run is used. Every policy sees the market through the \
      scaler that was saved with it.

      Several policies of the same task vote on every hour: the action with the most weight behind it is taken, of \
      equals the one whose first voter was named first.
      """)

  @Option(name: .customLong("run"), help: "Folder of the run; given again, its policy votes with the others.")
  var runs: [String] = []
  @Option(
    parsing: .unconditional, help: "Members of each run, a population, that vote: the best of the last generation.")
  var top: Int?
  @Option(
    parsing: .unconditional,
    help: "What each vote counts, with commas, in the order of the policies. (default: 1 each)")
  var weights: WeightList?
  @Option(help: "Folder with other market data. (default: the first run's)") var data: String?
  @Option(help: "First day, YYYY-MM-DD. (default: the first of the final window)") var from: String?
  @Option(help: "Day after the last. (default: the end of the final window, or of the data where --from is given)")
  var to: String?
  @Option(
    help: """
      Folder for books, scorecards and report; replaces an earlier evaluation. (default: RUN/evaluation, of the first)
      """)
  var output: String?

  func validate() throws {
    if runs.isEmpty { throw ValidationError("Missing expected argument '--run <run>'") }
  }

  func run() throws {
    let earlier = try runs.map(EarlierRun.init)
    let electorate = try Electorate(earlier, top: top, weights: weights?.weights)
    let first = earlier[0]
    var settings = first.settings
    if let data {
      settings.data = URL(fileURLWithPath: data).standardizedFileURL.path
      settings.market = nil
    }
    let market = try PreparedMarket(settings, scaler: electorate.members[0].policy.scaler).unscaled
    let hours = try window(of: market)
    let environment = try Playthrough.environment(market, hours: hours, task: settings.task)
    let policy = try electorate.policy(in: environment)
    let directory = RunDirectory(output ?? first.directory.folder.appendingPathComponent("evaluation").path)
    let remarks = try electorate.remarks(on: hours, of: market)
    let comparison = try SingleRun.judge(
      policy, named: electorate.title, on: market, hours: hours, settings: settings, directory: directory, curves: [],
      remarks: remarks)
    try present(comparison, market: market, settings: settings, hours: hours, remarks: remarks)
    Console.print("Everything is in \(directory.folder.relativePath): open report.html.")
  }

  private func window(of market: PreparedMarket) throws -> Range<Int> {
    let dataset = market.dataset
    let first = try from.map { try hour($0, "--from", dataset) } ?? market.windows.final.lowerBound
    let last = from == nil ? market.windows.final.upperBound : dataset.barCount
    let end = try to.map { try hour($0, "--to", dataset) } ?? last
    guard first >= 0, end <= dataset.barCount, end - first >= 2 else {
      let days = market.days(of: 0..<dataset.barCount)
      throw ConfigurationError(
        field: "--from and --to", must: "span at least 2 hours within the data, \(days)",
        found: "\(from ?? "absent") and \(to ?? "absent")")
    }
    return first..<end
  }

  private func hour(_ day: String, _ field: String, _ dataset: MarketDataset) throws -> Int {
    guard let stamp = UTCTimestamp(day) else {
      throw ConfigurationError(field: field, must: "be a day as YYYY-MM-DD", found: day)
    }
    return dataset.bar(at: stamp.milliseconds)
  }
}
