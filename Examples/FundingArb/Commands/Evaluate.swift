import ArgumentParser
import Foundation
import RLFramework

/// `evaluate`
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays the policy of a run over a window, beside the baselines.",
    discussion: "Without --from and --to the run's final window is used. The scaler is the one saved with the policy.")

  @Option(name: .customLong("run"), help: "Folder of the run.") var runFolder: String
  @Option(help: "Folder with other market data. (default: the run's)") var data: String?
  @Option(help: "First day, YYYY-MM-DD.") var from: String?
  @Option(help: "Day after the last.") var to: String?
  @Option(help: "Folder for books, scorecards and report. (default: RUN/evaluation)") var output: String?

  func run() throws {
    let folder = URL(fileURLWithPath: runFolder)
    var settings = try RunConfiguration.read(folder.appendingPathComponent("config.json"))
    settings.data = data ?? settings.data
    let policy = folder.appendingPathComponent("policy.safetensors")
    let scaler: StandardScaler
    do {
      scaler = try TensorArchive.read(policy).decode(StandardScaler.self, from: "scaler")
    } catch let error as ArchiveError {
      throw FileError.unusable(path: policy.path, problem: error.problem)
    }
    let market = try PreparedMarket(settings, scaler: scaler)
    let hours = try window(of: market)
    var task = settings.task
    task.dataRange = hours
    let environment = try FundingArbitrageEnvironment(market: market.market, configuration: task)
    let agent = try TrainingRun.loadAgent(settings, environment: environment, from: policy)
    let directory = try RunDirectory(output ?? folder.appendingPathComponent("evaluation").path)
    let comparison = try TrainingRun.judge(
      agent, on: market, hours: hours, settings: settings, directory: directory, curves: [])
    try present(comparison, market: market, settings: settings, hours: hours)
    Console.print("Everything is in \(directory.folder.relativePath): open report.html.")
  }

  private func window(of market: PreparedMarket) throws -> Range<Int> {
    let dataset = market.dataset
    let first = try from.map { try hour($0, "from", dataset) } ?? market.split.final.lowerBound
    let end = try to.map { try hour($0, "to", dataset) } ?? (from == nil ? market.split.final.upperBound : dataset.hourCount)
    guard first >= 0, end <= dataset.hourCount, end - first >= 2 else {
      throw ConfigurationError(
        field: "from and to", must: "span hours within \(market.days(of: 0..<dataset.hourCount))",
        found: "\(from ?? "–") to \(to ?? "–")")
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
