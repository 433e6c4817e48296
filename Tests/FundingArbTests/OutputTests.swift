import Foundation
import RLFramework
import Testing

@Suite(
  "What the other commands print",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct OutputTests {
  @Test("evaluate plays the final window again to the same books, and other windows with a warning")
  func evaluate() throws {
    let folder = try TemporaryFolder()
    try #require(try folder.tool.run(RunDirectoryTests.trading + ["--output", "run"]).status == 0)
    let before = try folder.data("run/scorecard.json")

    let again = try folder.tool("evaluate", "--run", "run")
    #expect(again.status == 0, "\(again.error)")
    #expect(
      try folder.names("run/evaluation") == ["equity.csv", "ledger.csv", "report.html", "scorecard.json", "trades.csv"])
    for name in ["ledger.csv", "trades.csv", "equity.csv", "scorecard.json"] {
      #expect(try folder.data("run/evaluation/" + name) == folder.data("run/" + name))
    }
    #expect(again.output.contains("synthetic data, seed 4") && !again.output.contains("no fair test"))

    let train = try folder.tool(
      "evaluate", "--run", "run", "--from", "2025-01-02", "--to", "2025-01-04", "--output", "train")
    #expect(train.status == 0, "\(train.error)")
    #expect(train.output.contains("Window 2025-01-02 to 2025-01-03, 48 hours; the market is synthetic data, seed 4."))
    let warning = "The agent was trained on 48 of these 48 hours: no fair test."
    #expect(train.output.contains(warning))
    #expect(try folder.text("train/report.html").contains(warning))
    let equity = try CSVFile.read(EquityPoint.self, from: folder.file("train/equity.csv"))
    #expect(equity.first?.timestamp == UTCTimestamp("2025-01-02")?.milliseconds)

    let mixed = try folder.tool("evaluate", "--run", "run", "--from", "2025-01-12", "--output", "mixed")
    #expect(mixed.output.contains("The agent was selected on 43 of these 120 hours: no fair test."))
    #expect(try folder.data("run/scorecard.json") == before)
  }

  @Test("evaluate on other files says which")
  func evaluateElsewhere() throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    try #require(try folder.tool.run(RunDirectoryTests.trading + ["--output", "run"]).status == 0)
    let result = try folder.tool("evaluate", "--run", "run", "--data", "market")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("Scorecard: simple preset, recorded data, market, training seed 4"))
    #expect(!result.output.contains("synthetic"))
  }

  @Test("baselines plays the validation and the final window and says where the data comes from")
  func baselines() throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(
      ["baselines", "--layout", "document", "--preset", "simple", "--seed", "4"] + SmallMarket.generated)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.components(separatedBy: "Scorecard: simple preset, synthetic data, seed 4").count == 3)
    for window in ["Window 2025-01-10 to 2025-01-13, 77 hours", "Window 2025-01-13 to 2025-01-16, 77 hours"] {
      #expect(result.output.contains(window))
    }
    for name in ["no trade", "random valid", "threshold rule"] { #expect(result.output.contains(name)) }
    #expect(!result.output.contains("PPO"))
    #expect(result.output.contains("The hindsight optimum of "))
    #expect(try folder.names() == [])
  }

  @Test("inspect-data says where the data comes from, what was repaired, and by which rule")
  func inspect() throws {
    let folder = try TemporaryFolder()
    let synthetic = try folder.tool.run(["inspect-data", "--seed", "4"] + SmallMarket.generated)
    #expect(synthetic.status == 0)
    #expect(synthetic.output.hasPrefix("Market data: synthetic (generated from seed 4; not a real market)\n"))
    try SmallMarket.export(to: folder)
    let file = "candles-1h/binance/AAAUSDT.csv"
    var lines = try folder.text("market/" + file).components(separatedBy: "\n")
    lines.insert(lines[10], at: 11)
    try folder.write(lines.joined(separator: "\n"), to: "market/" + file)
    let files = try folder.tool("inspect-data", "--data", "market")
    #expect(files.output.hasPrefix("Market data: files of \(folder.file("market").standardizedFileURL.path)\n"))
    let row = try #require(files.output.split(separator: "\n").first { $0.contains("binance  AAAUSDT") })
    #expect(row.hasSuffix(" 1"), "the repeated row is counted")
    #expect(files.output.contains("Rules:"))
    #expect(!files.output.contains("synthetic"))
  }
}
