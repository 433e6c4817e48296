import Foundation
import RLFramework
import Testing

@Suite(
  "Beginning with the policy of another run",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct TransferTests {
  private static let flags = SmallMarket.quick + SmallMarket.generated + ["--fee-multiplier", "0.1"]

  private static func old(_ folder: TemporaryFolder) throws {
    let result = try folder.tool.run(flags + ["--seed", "4", "--output", "old"])
    try #require(result.status == 0, "\(result.error)")
  }

  private static func tensor(_ name: String, _ run: String, _ folder: TemporaryFolder) throws -> [Float] {
    let archive = try TensorArchive.read(folder.file("\(run)/policy.safetensors"))
    return try #require(archive.tensors.first { $0.name == name }).values
  }

  @Test func `what is frozen stays, the rest moves, and every output says so`() throws {
    let folder = try TemporaryFolder()
    try Self.old(folder)
    let flags = Self.flags + ["--seed", "5", "--learning-rate", "1e-3", "--initialize-from", "old"]
    let result = try folder.tool.run(flags + ["--freeze", "policy.0,value.0", "--output", "new"])
    try #require(result.status == 0, "\(result.error)")
    for (name, stays) in [("policy.0.weight", true), ("policy.0.bias", true), ("policy.1.weight", false)] {
      #expect(try (Self.tensor(name, "new", folder) == Self.tensor(name, "old", folder)) == stays, "\(name)")
    }
    let sentences = [
      "Training begins with the policy of old, its weights and its observation normaliser; features are scaled anew by "
        + "the training window of this run.",
      "4 of 8 blocks of parameters stay as they are: policy.0.weight, policy.0.bias, value.0.weight, value.0.bias.",
    ]
    let report = try folder.text("new/report.html")
    for sentence in sentences { #expect(result.output.contains(sentence) && report.contains(sentence)) }
    // The market of another seed is another world.
    #expect(!result.output.contains("no fair test"))

    let settings = try #require(
      try JSONSerialization.jsonObject(with: folder.data("new/config.json")) as? [String: Any])
    let inner = try #require(settings["settings"] as? [String: Any])
    #expect(inner["freeze"] as? [String] == ["policy.0", "value.0"])
    #expect(inner["initializeFrom"] as? String == folder.file("old").path)
    #expect(settings["beginning"] as? [String] == sentences)

    let free = try folder.tool.run(flags + ["--output", "free"])
    try #require(free.status == 0, "\(free.error)")
    #expect(free.output.contains("All 8 blocks of parameters learn."))
    #expect(try Self.tensor("policy.0.weight", "free", folder) != Self.tensor("policy.0.weight", "old", folder))
  }

  @Test func `a run goes on frozen, also where the policy that it began with is gone`() throws {
    let folder = try TemporaryFolder()
    try Self.old(folder)
    // Long enough for a signal to come in time.
    let length = ["--timesteps", "8192", "--epochs", "50"]
    let flags = Self.flags + length + ["--seed", "5", "--initialize-from", "old", "--freeze", "policy.0"]
    try #require(try folder.tool.run(flags + ["--output", "whole"]).status == 0)

    let running = try folder.tool.start(flags + ["--output", "cut"])
    defer { running.process.terminate() }
    try #require(try running.waitForOutput(" steps  "))
    kill(running.process.processIdentifier, SIGINT)
    try #require(try running.wait().status == 130)
    try FileManager.default.removeItem(at: folder.file("old"))
    let resumed = try folder.tool("--resume", "cut")
    try #require(resumed.status == 0, "\(resumed.error)")
    #expect(resumed.output.contains("Training begins with the policy of old,"))
    for name in ["policy.safetensors", "checkpoint.safetensors", "ledger.csv", "metrics.csv", "report.html"] {
      #expect(try folder.data("cut/" + name) == folder.data("whole/" + name), "\(name)")
    }
  }

  @Test func `hours that the earlier run has seen are no fair test`() throws {
    let folder = try TemporaryFolder()
    try Self.old(folder)
    // The market of the same seed, cut earlier: its final window has hours 192 to 263, the old windows end at 229 and 306.
    let result = try folder.tool.run(
      Self.flags + [
        "--seed", "4", "--initialize-from", "old", "--validation-from", "2025-01-06", "--final-from", "2025-01-09",
        "--final-to", "2025-01-12", "--output", "new",
      ])
    try #require(result.status == 0, "\(result.error)")
    for sentence in ["trained on 38 of these 72", "selected on 34 of these 72"] {
      #expect(result.output.contains("The policy of old was \(sentence) hours: no fair test."), "\(result.output)")
    }
  }

  @Test func `days that an earlier run has seen on other files are no fair test`() throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    let flags = SmallMarket.quick + ["--data", "market", "--seed", "4"]
    try #require(try folder.tool.run(flags + ["--output", "old"]).status == 0)
    try SmallMarket.change("candles-1h/binance/AAAUSDT.csv", line: 20, column: 5, to: "12345", in: folder)
    let windows = ["--validation-from", "2025-01-06", "--final-from", "2025-01-09"]
    for (flags, isSeen) in [(flags + ["--output", "same"], false), (flags + windows + ["--output", "earlier"], true)] {
      let result = try folder.tool.run(flags + ["--initialize-from", "old"])
      try #require(result.status == 0, "\(result.error)")
      let sentence =
        "The policy of old was trained and selected on other data of 2025-01-01 to 2025-01-13, days of this window among "
        + "them: no fair test."
      #expect(result.output.contains(sentence) == isSeen, "\(result.output)")
    }
  }

  static let refusals: [([String], String)] = [
    (["--initialize-from", "gone"], "gone must be the folder of a run, was without config.json"),
    (["--freeze", "policy.0"], "--freeze must be given together with initializeFrom, was policy.0"),
    (
      ["--initialize-from", "old", "--freeze", "policy.0,encoder"],
      "freeze must name parameters, which are policy.0, policy.1, value.0, value.1, was encoder"
    ),
    (
      ["--initialize-from", "old", "--freeze", "policy,value"],
      "freeze must leave parameters to learn, of policy.0, policy.1, value.0, value.1, was policy, value"
    ),
    (
      ["--initialize-from", "old", "--hidden", "16"],
      "FOLDER/old/policy.safetensors is of a policy whose network.policy is [8], [16] is needed"
    ),
    (
      ["--initialize-from", "old", "--preset", "pbt"],
      "FOLDER/old/policy.safetensors is for observations of 36 values (portfolio, opportunities), 124 are needed; "
        + "it may be of another preset"
    ),
  ]

  @Test func `what does not fit ends in one sentence, before anything is written`() throws {
    let folder = try TemporaryFolder()
    try Self.old(folder)
    for (flags, sentence) in Self.refusals {
      let result = try folder.tool.run(Self.flags + flags + ["--output", "new"])
      let wanted = sentence.replacingOccurrences(of: "FOLDER", with: folder.url.standardizedFileURL.path)
      #expect(result.error.hasSuffix(wanted + "\n") && result.error.hasPrefix("Error: "), "\(result.error)")
      #expect(result.status == 1)
      #expect(try folder.names() == ["old"])
    }
  }

  @Test func `a population and folds begin afresh`() throws {
    let folder = try TemporaryFolder()
    try folder.write("initializeFrom: old\n", to: "settings.yaml")
    for command in ["pbt", "walk-forward"] {
      let result = try folder.tool(command, "--config", "settings.yaml", "--output", "new")
      let place = folder.file("old").standardizedFileURL.path
      #expect(result.error == "Error: initializeFrom must be given to train alone, was \(place)\n")
      #expect(try folder.names() == ["settings.yaml"])
    }
  }
}
