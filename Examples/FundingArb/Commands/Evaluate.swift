import ArgumentParser
import Foundation
import RLFramework

/// The command `evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays the policy of a run over a window, beside the baselines.",
    usage: "example-funding-arb evaluate --run <run> [<options>]",
    discussion: "Without --from and --to the run's final window is used. The scaler is the one saved with the policy.")

  @Option(name: .customLong("run"), help: "Folder of the run.") var runFolder: String
  @Option(help: "Folder with other market data. (default: the run's)") var data: String?
  @Option(help: "First day, YYYY-MM-DD. (default: the first of the final window)") var from: String?
  @Option(help: "Day after the last. (default: the end of the final window, or of the data where --from is given)")
  var to: String?
  @Option(help: "Folder for books, scorecards and report; replaces an earlier evaluation. (default: RUN/evaluation)")
  var output: String?

  func run() throws {
    let run = RunDirectory(runFolder)
    var settings = try run.readConfiguration()
    let trained = settings.data
    if let data { settings.data = URL(fileURLWithPath: data).standardizedFileURL.path }
    let market = try PreparedMarket(settings, scaler: try scaler(of: run.policy))
    let hours = try window(of: market)
    let environment = try Playthrough.environment(market, hours: hours, task: settings.task)
    let agent = try SingleRun.loadAgent(settings, environment: environment, from: run.policy)
    let directory = RunDirectory(output ?? run.folder.appendingPathComponent("evaluation").path)
    let remarks = settings.data == trained ? Self.overlaps(of: hours, with: market.windows) : []
    let comparison = try SingleRun.judge(
      agent, on: market, hours: hours, settings: settings, directory: directory, curves: [], remarks: remarks)
    try present(comparison, market: market, settings: settings, hours: hours, remarks: remarks)
    Console.print("Everything is in \(directory.folder.relativePath): open report.html.")
  }

  private func scaler(of policy: URL) throws -> StandardScaler {
    let archive = try TensorArchive.read(policy)
    do {
      let scaler = try archive.decode(StandardScaler.self, from: "scaler")
      try scaler.validate()
      return scaler
    } catch let error as ArchiveError {
      throw FileError.unusable(path: policy.path, problem: error.problem)
    } catch {
      throw FileError.unusable(path: policy.path, problem: "has a scaler whose \(error)")
    }
  }

  /// Says where a window is no test: what an agent was fitted to or chosen by, it does well on.
  private static func overlaps(of hours: Range<Int>, with windows: Windows) -> [String] {
    [
      (windows.train, "trained on"), ([windows.validation], "selected on"),
    ].compactMap { ranges, deed in
      let shared = ranges.reduce(0) { $0 + hours.clamped(to: $1).count }
      return shared == 0 ? nil : "The agent was \(deed) \(shared) of these \(hours.count) hours: no fair test."
    }
  }

  private func window(of market: PreparedMarket) throws -> Range<Int> {
    let dataset = market.dataset
    let first = try from.map { try hour($0, "--from", dataset) } ?? market.windows.final.lowerBound
    let last = from == nil ? market.windows.final.upperBound : dataset.hourCount
    let end = try to.map { try hour($0, "--to", dataset) } ?? last
    guard first >= 0, end <= dataset.hourCount, end - first >= 2 else {
      let days = market.days(of: 0..<dataset.hourCount)
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
    return dataset.hour(at: stamp.milliseconds)
  }
}
