import Foundation
import RLFramework
import Testing

@Suite(
  "Several policies that vote",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct VotingTests {
  private static let books = ["ledger.csv", "trades.csv", "equity.csv"]

  private static let flags = SmallMarket.quick + SmallMarket.generated + ["--fee-multiplier", "0.1"]

  /// Runs a to c, each on a market, and so with a scaler, of its own.
  private static func runs() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, seed) in [("a", "4"), ("b", "5"), ("c", "6")] {
      let result = try folder.tool.run(flags + ["--seed", seed, "--output", name])
      try #require(result.status == 0, "\(result.error)")
    }
    return folder
  }

  /// The books of an evaluation in the final window of run a.
  private static func books(_ folder: TemporaryFolder, _ flags: [String]) throws -> [Data] {
    let result = try folder.tool.run(["evaluate"] + flags + ["--output", "books"])
    try #require(result.status == 0, "\(result.error)")
    return try books.map { try folder.data("books/" + $0) }
  }

  @Test func `a vote of one is the policy, equal votes are one, and weights decide`() throws {
    let folder = try Self.runs()
    let own = try Self.books.map { try folder.data("a/" + $0) }
    #expect(try Self.books(folder, ["--run", "a"]) == own)
    #expect(try Self.books(folder, ["--run", "a", "--run", "a"]) == own)
    // Of two that disagree the heavier one has its way in every hour, whoever is named first.
    let other = try Self.books(folder, ["--run", "a", "--run", "b", "--weights", "1,2"])
    #expect(other != own)
    #expect(try Self.books(folder, ["--run", "a", "--run", "b", "--weights", "2,1"]) == own)
    #expect(try Self.books(folder, ["--run", "a", "--run", "c", "--run", "b", "--weights", "1,1,3"]) == other)
    // The first named wins a tie.
    #expect(try Self.books(folder, ["--run", "a", "--run", "b"]) == own)
    // Two of three that agree outvote the third.
    #expect(try Self.books(folder, ["--run", "a", "--run", "b", "--run", "b"]) == other)
  }

  @Test func `tables and remarks say who votes`() throws {
    let folder = try Self.runs()
    let result = try folder.tool("evaluate", "--run", "a", "--run", "b", "--weights", "2,0.5")
    try #require(result.status == 0, "\(result.error)")
    let sentence =
      "Every hour is voted on by, with weights, a (2.0), b (0.5); each sees the market as its own training scaled it."
    #expect(result.output.contains(sentence))
    #expect(try folder.text("a/evaluation/report.html").contains(sentence))
    let names = try ScorecardDocument.read(from: folder.file("a/evaluation/scorecard.json")).scorecards.map(\.name)
    #expect(names == ["vote of 2", "no trade", "random valid", "threshold rule"])
    let train = try folder.tool(
      "evaluate", "--run", "a", "--run", "b", "--from", "2025-01-02", "--to", "2025-01-04", "--output", "train")
    #expect(train.output.contains("a was trained on 48 of these 48 hours: no fair test."))
    // b was trained on the same days of another world.
    #expect(!train.output.contains("b was trained"))
  }

  @Test func `the best of a population vote`() throws {
    let folder = try TemporaryFolder()
    let trained = try folder.tool.run(
      ["pbt", "--population", "4", "--perturbation-interval", "256", "--seed", "4", "--output", "p"] + Self.flags)
    try #require(trained.status == 0, "\(trained.error)")
    let history = try PopulationRecord(contentsOf: PopulationDirectory(folder.file("p"))).history
    let best = try #require(history.ranking(of: history.generations - 1).first).member
    let result = try folder.tool("evaluate", "--run", "p", "--top", "3", "--output", "vote")
    try #require(result.status == 0, "\(result.error)")
    #expect(result.output.contains("with weights, p member \(best) (1.0), p member "))

    // The whole population as one run, and its best member as a vote of one.
    let one = try Self.books(folder, ["--run", "p", "--top", "1"])
    try folder.data("p/agent_\(best)_policy.safetensors").write(to: folder.file("p/policy.safetensors"))
    #expect(try Self.books(folder, ["--run", "p"]) == one)

    let many = try folder.tool("evaluate", "--run", "p", "--top", "5")
    #expect(many.error == "Error: --top must be in 1...4, the members of p that were judged, was 5\n")
  }

  static let refusals: [([String], String)] = [
    (
      ["--run", "a", "--run", "a", "--weights", "1"],
      "Error: --weights must have a number for each of 2 policies, was 1\n"
    ),
    (["--run", "a", "--weights", "0"], "Error: The value '0' is invalid for '--weights <weights>'"),
    (["--run", "a", "--weights", "1,"], "Error: The value '1,' is invalid for '--weights <weights>'"),
    (["--run", "a", "--top", "1"], "Error: --top needs the folder of a population, a is without population.json\n"),
    (["--run", "a", "--run", "gone"], "Error: gone must be the folder of a run, was without config.json\n"),
  ]

  @Test func `what cannot vote is named`() throws {
    let folder = try TemporaryFolder()
    try #require(try folder.tool.run(RunDirectoryTests.trading + ["--output", "a"]).status == 0)
    for (flags, sentence) in Self.refusals {
      let result = try folder.tool.run(["evaluate"] + flags)
      #expect(result.error.hasPrefix(sentence), "\(result.error)")
      #expect(result.status != 0)
    }
    try #require(
      try folder.tool.run(
        SmallMarket.quick + SmallMarket.generated + ["--preset", "pbt", "--output", "other"]
      ).status == 0)
    let mixed = try folder.tool("evaluate", "--run", "a", "--run", "other")
    #expect(mixed.error.contains("was made for 124 values") && mixed.status == 1)
    #expect(try !folder.names("a").contains("evaluation"))
  }
}
