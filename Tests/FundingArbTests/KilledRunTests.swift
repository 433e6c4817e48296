import Foundation
import RLFramework
import Testing

/// What a process leaves behind that was killed between two of its files; `Scripts/kill_resume.py` kills at any moment.
@Suite(
  "Going on with a run that was killed",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct KilledRunTests {
  /// A moment, by the files that are there then.
  struct Moment: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Files that were written; everything else is missing.
    let written: [String]
    /// The file that was being written.
    let partial: String
  }

  static let moments: [Moment] = [
    Moment(testDescription: "first policy", written: ["config.json"], partial: "policy.safetensors"),
    Moment(
      testDescription: "first checkpoint", written: ["config.json", "policy.safetensors"],
      partial: "checkpoint.safetensors"),
    Moment(
      testDescription: "last metrics", written: ["config.json", "policy.safetensors", "checkpoint.safetensors"],
      partial: "metrics.csv"),
    Moment(
      testDescription: "trades",
      written: ["config.json", "policy.safetensors", "checkpoint.safetensors", "metrics.csv", "ledger.csv"],
      partial: "trades.csv"),
  ]

  @Test("a run that was killed while it wrote one of its files ends with the same bytes, once each", arguments: moments)
  func train(_ moment: Moment) throws {
    let folder = try TemporaryFolder()
    try #require(try folder.tool.run(RunDirectoryTests.trading + ["--output", "run"]).status == 0)
    let whole = try folder.outcome("run")
    for name in whole.keys where !moment.written.contains(name) {
      try FileManager.default.removeItem(at: folder.file("run/" + name))
    }
    try folder.leavePartial("run", of: moment.partial)
    let result = try folder.tool("--resume", "run")
    #expect(result.status == 0, "\(result.error)")
    try folder.expect("run", equals: whole)
  }

  @Test("a folder without settings yet is trained into, and is no run to go on with")
  func beforeSettings() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "run/.config.json.1234567.0.partial")
    #expect(try folder.tool("--resume", "run").error.contains("must be the folder of a run, was without config.json"))
    let result = try folder.tool.run(RunDirectoryTests.trading + ["--output", "run"])
    #expect(result.status == 0, "\(result.error)")
    #expect(try folder.outcome("run").keys.sorted() == RunDirectoryTests.files.filter { !$0.hasPrefix("events") })
  }

  static let population =
    ["pbt"] + RunDirectoryTests.trading + [
      "--population", "3", "--perturbation-interval", "128", "--timesteps", "384", "--workers", "2", "--output", "run",
    ]

  @Test(
    "a population that was killed as it began goes on as it was asked for, before its settings were written too",
    arguments: [true, false])
  func population(hasSettings: Bool) throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    // Long enough for the signal to come in time.
    let flags = Self.population + ["--epochs", "50"]
    try #require(try other.tool.run(flags).status == 0)
    let running = try folder.tool.start(flags)
    try #require(try running.waitForOutput("Population-based training"))
    kill(running.process.processIdentifier, SIGKILL)
    #expect(try running.wait().status == SIGKILL)
    try folder.leavePartial("run", of: "population.json")
    if !hasSettings { try FileManager.default.removeItem(at: folder.file("run/config.json")) }
    let result = try folder.tool.run(hasSettings ? ["pbt", "--resume", "run"] : flags)
    #expect(result.status == 0, "\(result.error)")
    try folder.expect("run", equals: try other.outcome("run"))
  }

  @Test("a population and a single run do not go on with each other")
  func otherKind() throws {
    let folder = try TemporaryFolder()
    try #require(try folder.tool.run(RunDirectoryTests.trading + ["--output", "single"]).status == 0)
    #expect(
      try folder.tool("pbt", "--resume", "single").error
        == "Error: single must be the folder of a population, was without population.json\n")
    try #require(try folder.tool.run(Self.population).status == 0)
    #expect(
      try folder.tool("--resume", "run").error == "Error: run holds a population: go on with pbt --resume run\n")
  }

  @Test("folds that are finished are read, the others are trained, and the verdict has the same bytes")
  func walkForward() throws {
    let folder = try TemporaryFolder()
    let flags =
      ["walk-forward"] + RunDirectoryTests.trading + [
        "--synthetic-days", "30", "--folds", "2", "--purge", "24", "--episode-hours", "24", "--output", "run",
      ]
    let first = try folder.tool.run(flags)
    try #require(first.status == 0, "\(first.error)")
    let whole = try folder.outcome("run")
    let folds = try folder.names("run/folds")
    try #require(folds.count == 2)
    // The first fold is finished, the second has a checkpoint, the judgement was under way.
    try FileManager.default.removeItem(at: folder.file("run/folds/\(folds[1])/result.json"))
    try FileManager.default.removeItem(at: folder.file("run/verdict.json"))
    try folder.leavePartial("run", of: "verdict.json")
    try folder.leavePartial("run/folds/\(folds[1])", of: "result.json")
    let result = try folder.tool("walk-forward", "--resume", "run")
    #expect(result.status == 0, "\(result.error)")
    try folder.expect("run", equals: whole)
  }
}

extension TemporaryFolder {
  /// Leaves behind what a writer of a file leaves that was killed.
  fileprivate func leavePartial(_ subfolder: String, of name: String) throws {
    try write("half a fi", to: "\(subfolder)/.\(name).1234567.0.partial")
  }

  /// Requires the files of a folder to be those, byte for byte.
  fileprivate func expect(
    _ subfolder: String, equals files: [String: Data], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try outcome(subfolder)
    #expect(found.keys.sorted() == files.keys.sorted(), sourceLocation: sourceLocation)
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      #expect(found[name] == bytes, "\(name)", sourceLocation: sourceLocation)
    }
  }
}
