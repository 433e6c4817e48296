import ArgumentParser
import Foundation
import RLFramework
import Testing
import TradingExperiments

@testable import example_funding_arb

@Suite("Settings from defaults, file and flags")
struct SettingsTests {
  /// One value for each key that is not its default: as JSON, and as flags.
  static let values: [(key: String, json: String, flags: [String])] = [
    ("data", "\"/market\"", ["--data", "/market"]),
    ("market", "\"noisy\"", ["--market", "noisy"]),
    ("symbols", "[\"AUSDT\", \"BUSDT\"]", ["--symbols", "AUSDT, BUSDT"]),
    ("venues", "[\"binance\", \"bybit\"]", ["--venues", "binance,bybit"]),
    ("syntheticDays", "40", ["--synthetic-days", "40"]),
    ("trainFrom", "\"2025-01-02\"", ["--train-from", "2025-01-02"]),
    ("finalTo", "\"2025-03-01\"", ["--final-to", "2025-03-01"]),
    ("preset", "\"pbt\"", ["--preset", "pbt"]),
    ("layout", "\"document\"", ["--layout", "document"]),
    ("decisionInterval", "4", ["--decision-interval", "4"]),
    ("capital", "5000.5", ["--capital", "5000.5"]),
    ("leverage", "3", ["--leverage", "3"]),
    ("utilization", "0.5", ["--utilization", "0.5"]),
    ("maximumPositions", "2", ["--maximum-positions", "2"]),
    ("stopLoss", "-0.03", ["--stop-loss", "-0.03"]),
    ("liquidationBuffer", "0.2", ["--liquidation-buffer", "0.2"]),
    ("randomizeTrading", "true", ["--randomize-trading"]),
    ("plannedSizes", "true", ["--planned-sizes"]),
    ("feeMultiplier", "2", ["--fee-multiplier", "2"]),
    ("slippageMultiplier", "0", ["--slippage-multiplier", "0"]),
    ("liquidityRole", "\"maker\"", ["--liquidity-role", "maker"]),
    ("episodeHours", "48", ["--episode-hours", "48"]),
    ("closesEpisodes", "true", ["--closes-episodes"]),
    ("observesProgress", "true", ["--observes-progress"]),
    ("costRamp", "0.25", ["--cost-ramp", "0.25"]),
    ("rewardScale", "1", ["--reward-scale", "1"]),
    ("rewardTerms", "[\"entry\", \"stop-loss\"]", ["--reward-terms", "entry,stop-loss"]),
    ("agent", "\"dqn\"", ["--agent", "dqn"]),
    ("network", "\"mlp\"", ["--network", "mlp"]),
    ("holdPreference", "1", ["--hold-preference", "1"]),
    ("timesteps", "1000", ["--timesteps", "1000"]),
    ("environments", "4", ["--environments", "4"]),
    ("rolloutSteps", "128", ["--rollout-steps", "128"]),
    ("batchSize", "64", ["--batch-size", "64"]),
    ("epochs", "3", ["--epochs", "3"]),
    ("learningRate", "{\"from\": 0.001, \"to\": 0.0001}", ["--learning-rate", "0.001,0.0001"]),
    ("discount", "0.9", ["--discount", "0.9"]),
    ("lambda", "0.8", ["--lambda", "0.8"]),
    ("clipRange", "0.1", ["--clip-range", "0.1"]),
    ("entropyCoefficient", "0.01", ["--entropy-coefficient", "0.01"]),
    ("seed", "18446744073709551615", ["--seed", "18446744073709551615"]),
    ("threads", "1", ["--threads", "1"]),
    ("validationInterval", "4096", ["--validation-interval", "4096"]),
    ("initializeFrom", "\"/runs/old\"", ["--initialize-from", "/runs/old"]),
    ("curriculum", "true", ["--curriculum"]),
    ("warmStart", "\"rule\"", ["--warm-start", "rule"]),
    ("requiresSignificance", "false", ["--no-requires-significance"]),
    ("output", "\"out\"", ["--output", "out"]),
  ]
  /// Keys that are valid in company only.
  static let companions: [String: (json: String, flags: [String])] = [
    "validationFrom": ("\"2025-02-01\"", ["--validation-from", "2025-02-01"]),
    "finalFrom": ("\"2025-02-15\"", ["--final-from", "2025-02-15"]),
    "freeze": ("[\"policy.0\", \"value.0\"]", ["--freeze", "policy.0,value.0"]),
    "hidden": ("[32, 16]", ["--hidden", "32,16"]),
  ]

  /// Keys that are valid with the network that they belong to.
  static let modular: [(key: String, json: String, flags: [String])] = [("dropout", "0.1", ["--dropout", "0.1"])]

  @Test("every key has a flag of its name and a value to test")
  func allKeys() {
    let tested = Set((Self.values + Self.modular).map(\.key)).union(Self.companions.keys)
    // Those of the agent stand in a file of their own, not in the flag; see `AgentChoiceTests`.
    #expect(tested.union(["agentSettings"]) == Set(SettingRule.byKey.keys))
    let help = Train.helpMessage()
    for key in SettingRule.byKey.keys {
      #expect(help.contains("--" + SettingSources.flag(of: key)), "\(key)")
    }
  }

  @Test("a key of the modular network means the same in a file and as a flag", arguments: modular)
  func sameMeaningForModular(_ key: String, _ json: String, _ flags: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("network: modular\n\(key): \(json)\n", to: "a.yaml")
    let fromFlags = try settings(["--network", "modular"] + flags)
    #expect(try settings(["--config", folder.file("a.yaml").path]) == fromFlags)
    #expect(try settings(["--network", "modular"]) != fromFlags)
  }

  @Test("a key means the same in JSON, in YAML and as a flag, and changes the settings", arguments: values)
  func sameMeaning(_ key: String, _ json: String, _ flags: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"\(key)\": \(json)}", to: "a.json")
    try folder.write("# a comment\n\(key): \(json)\n", to: "a.yaml")
    let fromFlags = try settings(flags)
    #expect(fromFlags != RunConfiguration())
    #expect(try settings(["--config", folder.file("a.json").path]) == fromFlags)
    #expect(try settings(["--config", folder.file("a.yaml").path]) == fromFlags)
  }

  @Test("keys that need each other mean the same in a file and as flags")
  func companions() throws {
    let folder = try TemporaryFolder()
    let lines = Self.companions.map { "\($0.key): \($0.value.json)" } + ["network: mlp", "initializeFrom: /runs/old"]
    try folder.write(lines.joined(separator: "\n"), to: "a.yaml")
    let fromFlags = try settings(
      Self.companions.flatMap(\.value.flags) + ["--network", "mlp", "--initialize-from", "/runs/old"])
    #expect(fromFlags.hidden == [32, 16] && fromFlags.finalFrom == "2025-02-15")
    #expect(try settings(["--config", folder.file("a.yaml").path]) == fromFlags)
  }

  @Test("a flag wins over the file, the file over the default, and null keeps the default")
  func precedence() throws {
    let folder = try TemporaryFolder()
    let yaml = """
      validationFrom: 2025-02-01
      finalFrom: 2025-02-15
      leverage: 3
      plannedSizes: true
      rewardTerms: [entry]
      epochs: null
      learningRate: 1e-4
      """
    try folder.write(yaml, to: "a.yaml")
    let resolved = try settings([
      "--config", folder.file("a.yaml").path, "--leverage", "4", "--no-planned-sizes", "--reward-terms", "none",
    ])
    #expect(resolved.leverage == 4)
    #expect(!resolved.plannedSizes && resolved.rewardTerms == [])
    #expect(resolved.validationFrom == "2025-02-01", "an unquoted day stays text")
    #expect(resolved.epochs == RunConfiguration().epochs)
    #expect(resolved.learningRate == .constant(1e-4))
    #expect(resolved.capital == 10_000)
  }

  @Test("JSON that is indented with tabs is read")
  func tabs() throws {
    let folder = try TemporaryFolder()
    let json = "{\n\t\"leverage\":\t3,\n\t\"learningRate\": {\n\t\t\"from\": 0.01, \"to\": 0\n\t}\n}\n"
    try folder.write(json, to: "a.json")
    let resolved = try settings(["--config", folder.file("a.json").path])
    #expect(resolved.leverage == 3 && resolved.learningRate == .linear(from: 0.01, to: 0))
  }

  @Test("the defaults that help prints are those that a run without flags has")
  func helpDefaults() throws {
    let lines = Train.helpMessage(columns: 4000).components(separatedBy: "\n")
    var flags: [String] = []
    for (index, line) in lines.enumerated() {
      guard let flag = line.firstMatch(of: /^  (--[a-z-]+) </)?.1 else { continue }
      // Long flags have their text on the next line.
      let text = line.hasSuffix(">") ? lines[index + 1] : line
      guard let value = text.firstMatch(of: /\(default: ([^ )]+)\)/)?.1, value != "all", flag != "--output" else {
        continue
      }
      flags.append(String(flag))
      #expect(try settings([String(flag), String(value)]) == settings([]), "\(flag) at its default \(value)")
    }
    #expect(flags.count >= 26 && flags.contains("--learning-rate") && flags.contains("--stop-loss"))
    #expect(try settings([]).resolved.network == .pointer)
    let document = ["--layout", "document"]
    #expect(try settings(document).resolved.network == .modular)
    #expect(try settings(document + ["--preset", "pbt"]).resolved.hidden == [256, 256, 128])
    #expect(try settings(document + ["--preset", "simple"]).resolved.hidden == [64, 64])
    #expect(try settings([]).resolved.maximumPositions == 5)
  }

  @Test(
    "help fits 80 columns",
    arguments: [FundingArb.self, Train.self, Evaluate.self, Baselines.self, InspectData.self]
      as [any ParsableCommand.Type])
  func helpWidth(_ command: any ParsableCommand.Type) {
    for line in FundingArb.helpMessage(for: command, columns: 80).components(separatedBy: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  /// The settings that a command line describes.
  private func settings(_ arguments: [String]) throws -> RunConfiguration {
    try #require(try FundingArb.parseAsRoot(["train"] + arguments) as? Train).settings()
  }
}
