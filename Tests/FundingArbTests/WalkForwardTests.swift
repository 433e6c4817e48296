import Foundation
import RLFramework
import Testing

@Suite(
  "Folds and populations from the command line",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct WalkForwardTests {
  /// What `verdict.json` holds, as far as the tests look.
  private struct Verdict: Decodable {
    struct Finding: Decodable {
      let sentence: String
    }

    let headline: String
    let findings: [Finding]
  }

  /// What `result.json` of a fold holds, as far as the tests look.
  private struct FoldFile: Decodable {
    struct Plan: Decodable {
      let train: [[Int]]
      let validation: [Int]
      let tests: [[Int]]
    }

    struct Trial: Decodable {
      let steps: Int
    }

    let plan: Plan
    let trials: [Trial]
  }

  /// Two folds on 16 days, of which the last four are the final window of the main job.
  private static let folds =
    ["walk-forward"] + SmallMarket.quick + [
      "--data", "market", "--seed", "4", "--fee-multiplier", "0.1", "--folds", "2", "--episode-hours", "24", "--purge",
      "24", "--embargo", "12",
    ]
  private static let population =
    ["pbt"] + SmallMarket.quick + [
      "--data", "market", "--seed", "4", "--fee-multiplier", "0.1", "--population", "3", "--timesteps", "384",
      "--perturbation-interval", "128",
    ]

  /// The first hour of the final window.
  private static let finalHour = 307

  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandLineTool.Result {
    let result = try folder.tool.run(arguments)
    try #require(result.status == 0, "\(result.error)")
    return result
  }

  private func verdict(_ folder: TemporaryFolder, _ run: String) throws -> Verdict {
    try JSONDecoder().decode(Verdict.self, from: folder.data("\(run)/verdict.json"))
  }

  private func fold(_ folder: TemporaryFolder, _ run: String, _ name: String) throws -> FoldFile {
    try JSONDecoder().decode(FoldFile.self, from: folder.data("\(run)/folds/\(name)/result.json"))
  }

  @Test("folds are the same on any number of workers, and know nothing of the final window nor of their own test")
  func isolation() throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    for workers in ["1", "2"] {
      _ = try run(Self.folds + ["--workers", workers, "--output", workers], in: folder)
    }
    for name in [
      "verdict.json", "scorecard.json", "report.html", "folds/01/result.json", "folds/02/policy.safetensors",
    ] {
      #expect(try folder.data("1/" + name) == folder.data("2/" + name), "\(name)")
    }
    let test = try #require(try fold(folder, "1", "02").plan.tests.first)
    #expect(test[1] <= Self.finalHour)

    try RunDirectoryTests.perturb(folder, from: Self.finalHour, to: .max)
    _ = try run(Self.folds + ["--output", "final"], in: folder)
    #expect(try folder.data("final/verdict.json") == folder.data("1/verdict.json"))

    try SmallMarket.export(to: folder)
    try RunDirectoryTests.perturb(folder, from: test[0], to: test[1])
    _ = try run(Self.folds + ["--output", "test"], in: folder)
    #expect(try folder.data("test/folds/02/policy.safetensors") == folder.data("1/folds/02/policy.safetensors"))
    #expect(try folder.data("test/folds/02/result.json") != folder.data("1/folds/02/result.json"), "it matters")
  }

  @Test(
    "every scheme runs, counts every judged policy as a trial and closes its books",
    arguments: ["anchored", "rolling", "combinatorial"])
  func schemes(_ scheme: String) throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    let result = try run(
      Self.folds + ["--scheme", scheme, "--groups", "4", "--test-groups", "1", "--output", "run"], in: folder)
    let names = try folder.names("run/folds").sorted()
    #expect(names.count == (scheme == "combinatorial" ? 4 : 2))
    let trials = try names.reduce(0) { try $0 + fold(folder, "run", $1).trials.count }
    let verdict = try verdict(folder, "run")
    #expect(trials == names.count * 4, "one judgement every 128 of 512 steps")
    #expect(verdict.headline.contains("\(trials) trials") || verdict.headline.contains("no deflated Sharpe ratio"))
    #expect(verdict.headline.contains("no test in time") == (scheme == "combinatorial"))
    #expect(result.output.contains(verdict.headline))

    let ledger = try CSVFile.read(LedgerEntry.self, from: folder.file("run/ledger.csv"))
    let equity = try CSVFile.read(EquityPoint.self, from: folder.file("run/equity.csv"))
    let end = try #require(equity.last)
    #expect(abs(10_000 + ledger.reduce(0) { $0 + $1.amount } - end.equity) < 1e-6 && end.positions == 0)
  }

  @Test("a population knows nothing of the final window, counts every judgement, and its schedule can be replayed")
  func population() throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    let result = try run(Self.population + ["--compare", "--output", "run"], in: folder)
    for title in ["evolution", "random search", "seed sweep"] { #expect(result.output.contains(title)) }
    let headline = try verdict(folder, "run").headline
    #expect(headline.contains("9 trials") || headline.contains("no deflated Sharpe ratio"))
    let replayed = try run(Self.population + ["--replay", "run/schedule.json"], in: folder)
    #expect(replayed.output.contains("USD on the validation window, with learningRate"))

    try RunDirectoryTests.perturb(folder, from: Self.finalHour, to: .max)
    _ = try run(Self.population + ["--output", "final"], in: folder)
    #expect(try folder.data("final/best_policy.safetensors") == folder.data("run/best_policy.safetensors"))
    #expect(try folder.data("final/fitness.csv") == folder.data("run/fitness.csv"))
  }
}
