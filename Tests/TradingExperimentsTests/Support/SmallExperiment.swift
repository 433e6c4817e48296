import Foundation
import RLFramework
import TradingExperiments

/// An experiment on a generated market that takes about a second in a debug build.
enum SmallExperiment {
  static var settings: RunConfiguration {
    var settings = RunConfiguration()
    settings.layout = .document
    settings.syntheticDays = 16
    settings.symbols = ["AAAUSDT", "BBBUSDT"]
    settings.venues = ["binance", "bybit"]
    settings.preset = .simple
    settings.hidden = [8]
    settings.timesteps = 256
    settings.environments = 2
    settings.rolloutSteps = 64
    settings.batchSize = 64
    settings.epochs = 1
    settings.validationInterval = 128
    settings.threads = 1
    settings.feeMultiplier = 0.1
    return settings
  }

  /// A whole run: trained, selected, judged.
  static func run(_ settings: RunConfiguration = settings, in folder: URL) throws -> (SingleRun, Comparison) {
    let run = try SingleRun(
      settings, market: try PreparedMarket(settings), directory: RunDirectory(folder.path), resumes: false)
    _ = try run.train()
    return (run, try run.conclude())
  }
}

/// A folder that exists as long as a test holds it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("trading-experiments-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }
}
