import Foundation
import RLFramework

/// A generated market as files: small enough that a debug build loads it at once.
enum SmallMarket {
  static let symbols = ["AAAUSDT", "BBBUSDT"]
  static let days = 16

  static func dataset(seed: UInt64 = 7) throws -> MarketDataset {
    var configuration = SyntheticMarketConfiguration(symbols: symbols, days: days)
    configuration.venues = configuration.venues.filter { $0.name != "hyperliquid" }
    return try SyntheticMarket(configuration).generate(seed: seed)
  }

  /// Writes `market/` into a folder.
  static func export(to folder: TemporaryFolder, seed: UInt64 = 7) throws {
    try dataset(seed: seed).export(to: folder.file("market"))
  }

  /// Replaces a column of one line; lines count from 1, the header.
  static func change(
    _ file: String, line: Int, column: Int, to cell: String, in folder: TemporaryFolder
  ) throws {
    var lines = try folder.text("market/" + file).components(separatedBy: "\n")
    var cells = lines[line - 1].components(separatedBy: ",")
    cells[column] = cell
    lines[line - 1] = cells.joined(separator: ",")
    try folder.write(lines.joined(separator: "\n"), to: "market/" + file)
  }

  /// Flags of a run that takes a second in a debug build.
  static let quick = [
    "--layout", "document", "--preset", "simple", "--hidden", "8", "--timesteps", "512", "--environments", "2",
    "--rollout-steps", "64",
    "--batch-size", "64", "--epochs", "1", "--validation-interval", "128",
  ]

  /// Those of a generated market to go with it.
  static let generated = [
    "--market", "calibrated", "--synthetic-days", "16", "--symbols", "AAAUSDT,BBBUSDT", "--venues", "binance,bybit",
  ]
}
