import Foundation
import RLFramework
import Testing

@Suite(
  "A run from market to report",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct RunDirectoryTests {
  static let files = [
    "checkpoint.safetensors", "config.json", "equity.csv", "events.out.tfevents.000000000000", "ledger.csv",
    "metrics.csv", "policy.safetensors", "report.html", "scorecard.json", "trades.csv",
  ]
  /// Cheap to trade, so that even a policy of four updates trades.
  static let trading = SmallMarket.quick + SmallMarket.generated + ["--seed", "4", "--fee-multiplier", "0.1"]

  @Test("leaves exactly the files of a run directory, each complete, and books that explain the profit to a cent")
  func complete() throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(Self.trading + ["--output", "run"])
    try #require(result.status == 0, "\(result.error)")
    #expect(result.error == "")
    #expect(try folder.names("run") == Self.files)

    let ledger = try CSVFile.read(LedgerEntry.self, from: folder.file("run/ledger.csv"))
    let trades = try CSVFile.read(ClosedTrade.self, from: folder.file("run/trades.csv"))
    let equity = try CSVFile.read(EquityPoint.self, from: folder.file("run/equity.csv"))
    let document = try ScorecardDocument.read(from: folder.file("run/scorecard.json"))
    let card = try #require(document.scorecards.first { $0.role == .agent }?.scorecard)
    #expect(!ledger.isEmpty && !trades.isEmpty)
    let change = ledger.reduce(0) { $0 + $1.amount }
    let end = try #require(equity.last)
    #expect(abs(change - (end.cash - 10_000)) < 1e-9 * 10_000)
    #expect(abs(change - card.netProfit) < 1e-9 * 10_000, "every position is closed at the end of the window")
    #expect(abs(trades.reduce(0) { $0 + $1.netProfit } - card.netProfit) < 1e-9 * 10_000)
    #expect(end.positions == 0 && end.marginUsed == 0)
    #expect(card.trades == trades.count)
    #expect(abs(card.netProfit - (card.fundingProfit + card.priceProfit - card.fees)) < 1e-9 * 10_000)
    #expect(document.scorecards.map(\.name) == ["PPO", "no trade", "random valid", "threshold rule"])

    let policy = try TensorArchive.read(folder.file("run/policy.safetensors"))
    #expect(try policy.text("content") == "policy")
    let checkpoint = try TensorArchive.read(folder.file("run/checkpoint.safetensors"))
    #expect(try checkpoint.section("agent").text("content") == "training")
    #expect(try TrainingProgress(of: checkpoint).isComplete)
    let metrics = try folder.text("run/metrics.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(metrics.map(\.count).allSatisfy { $0 >= 11 })
    #expect(metrics.dropFirst().map { $0[0] } == ["128", "256", "384", "512"])
  }

  @Test("says in every output that the market is synthetic, and shows the loss")
  func labels() throws {
    let folder = try TemporaryFolder()
    // A policy that trades at ten times the costs loses.
    let result = try folder.tool.run(
      SmallMarket.quick + SmallMarket.generated + ["--seed", "4", "--fee-multiplier", "10", "--output", "run"])
    try #require(result.status == 0, "\(result.error)")
    let report = try folder.text("run/report.html")
    let card = try #require(
      try ScorecardDocument.read(from: folder.file("run/scorecard.json")).scorecards.first?.scorecard)
    try #require(card.netProfit < 0)
    let headline = "Lost \(NumberText.fixed(-card.netReturn, decimals: 2)) %"
    #expect(report.contains(headline) && report.contains("Synthetic data"))
    #expect(result.output.contains(headline))
    #expect(result.output.contains("Funding arbitrage on synthetic data, seed 4"))
    #expect(result.output.contains("Scorecard: simple preset, synthetic data, seed 4"))
    for name in ["config.json", "scorecard.json"] { #expect(try folder.text("run/" + name).contains("synthetic data")) }
  }

  @Test("equal seeds give equal bytes on 1 and on 2 threads; another seed gives others")
  func determinism() throws {
    let folder = try TemporaryFolder()
    for (name, seed, threads) in [("a", "4", "1"), ("b", "4", "2"), ("c", "4", "2"), ("d", "5", "2")] {
      let flags = ["--output", name, "--seed", seed, "--threads", threads]
      let result = try folder.tool.run(
        SmallMarket.quick + SmallMarket.generated + ["--fee-multiplier", "0.1"] + flags)
      try #require(result.status == 0, "\(result.error)")
    }
    for name in ["ledger.csv", "policy.safetensors", "trades.csv", "equity.csv", "scorecard.json", "metrics.csv"] {
      let first = try folder.data("a/" + name)
      #expect(try folder.data("b/" + name) == first, "\(name) on another number of threads")
      #expect(try folder.data("c/" + name) == first, "\(name) again")
      #expect(try folder.data("d/" + name) != first, "\(name) of another seed")
    }
    #expect(try folder.text("a/ledger.csv").split(separator: "\n").count > 1)
    #expect(try folder.data("b/report.html") == folder.data("a/report.html"))
  }

  @Test("equal seeds give equal bytes with the modular network of the full preset")
  func modularDeterminism() throws {
    let folder = try TemporaryFolder()
    for threads in ["1", "2"] {
      let result = try folder.tool.run(
        SmallMarket.generated + [
          "--layout", "document", "--timesteps", "128", "--environments", "2", "--rollout-steps", "64", "--batch-size",
          "64", "--epochs", "1",
          "--dropout", "0.1", "--randomize-trading", "--threads", threads, "--output", threads,
        ])
      try #require(result.status == 0, "\(result.error)")
      #expect(result.output.contains("275 observations, 36 actions"))
    }
    for name in ["ledger.csv", "policy.safetensors"] {
      #expect(try folder.data("1/" + name) == folder.data("2/" + name))
    }
  }

  @Test("the final window has no part in training, scaling or selection")
  func finalWindow() throws {
    let folder = try TemporaryFolder()
    // 16 days: the windows begin at hours 0, 230 and 307.
    for (name, hour) in [("original", Int.max), ("final", 307), ("train", 100)] {
      try SmallMarket.export(to: folder)
      try Self.perturb(folder, from: hour, to: hour == 100 ? 230 : .max)
      let result = try folder.tool.run(
        SmallMarket.quick + ["--data", "market", "--seed", "4", "--fee-multiplier", "0.1", "--output", name])
      try #require(result.status == 0, "\(result.error)")
    }
    let original = try folder.data("original/policy.safetensors")
    #expect(try folder.data("final/policy.safetensors") == original)
    #expect(try folder.data("final/metrics.csv") == folder.data("original/metrics.csv"))
    #expect(try folder.data("final/ledger.csv") != folder.data("original/ledger.csv"), "the perturbation matters")
    #expect(try folder.data("train/policy.safetensors") != original, "the policy learns from the training window")
  }

  /// Doubles rates and volumes and moves prices of all files in some hours.
  static func perturb(_ folder: TemporaryFolder, from first: Int, to last: Int) throws {
    let start = 1_735_689_600_000
    for venue in ["binance", "bybit"] {
      for symbol in SmallMarket.symbols {
        for (kind, factors) in [
          ("candles-1h", [1, 1.2, 1.2, 1.2, 1.2, 2.0]), ("funding", [1, 2, 1]),
        ] {
          let path = "market/\(kind)/\(venue)/\(symbol).csv"
          let lines = try folder.text(path).components(separatedBy: "\n").map { line in
            let cells = line.components(separatedBy: ",")
            guard let stamp = Int(cells[0]) else { return line }
            let hour = (stamp - start) / 3_600_000
            guard hour >= first, hour < last else { return line }
            return zip(cells, factors).enumerated().map { column, cell in
              column == 0 ? cell.0 : "\((Double(cell.0) ?? 0) * (cell.1 == 1 ? 1 : cell.1 + Double(hour % 3) * 0.01))"
            }.joined(separator: ",").replacingOccurrences(of: ".0,", with: ",")
          }
          try folder.write(lines.joined(separator: "\n"), to: path)
        }
      }
    }
  }

  @Test("the settings in config.json are complete and describe the run again")
  func configuration() throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(Self.trading + ["--output", "run"])
    try #require(result.status == 0, "\(result.error)")
    let root = try #require(
      try JSONSerialization.jsonObject(with: folder.data("run/config.json")) as? [String: Any])
    var settings = try #require(root["settings"] as? [String: Any])
    #expect(settings["network"] as? String == "mlp")
    #expect(settings["maximumPositions"] as? Int == 1)
    #expect(root["dataFingerprint"] is String && root["windows"] is [String: String])
    settings["output"] = "again"
    try JSONSerialization.data(withJSONObject: settings).write(to: folder.file("settings.json"))
    #expect(try folder.tool("--config", "settings.json").status == 0)
    #expect(try folder.data("again/policy.safetensors") == folder.data("run/policy.safetensors"))
    #expect(try folder.data("again/ledger.csv") == folder.data("run/ledger.csv"))
  }

  @Test("a final window shorter than a training episode is judged all the same")
  func shortFinalWindow() throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(
      SmallMarket.quick + SmallMarket.generated + [
        "--validation-from", "2025-01-12", "--final-from", "2025-01-15", "--final-to", "2025-01-16", "--output", "run",
      ])
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("final 2025-01-15 to 2025-01-15."))
  }

  @Test("bounds of the windows hold for a generated market too")
  func outerBounds() throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(
      SmallMarket.quick + SmallMarket.generated + [
        "--train-from", "2025-01-03", "--final-to", "2025-01-13", "--output", "run",
      ])
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.output.contains(
        "Windows: train 2025-01-03 to 2025-01-08, validation 2025-01-09 to 2025-01-10, "
          + "final 2025-01-11 to 2025-01-12."))
  }
}
